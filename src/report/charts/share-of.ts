const fineness = 100_000n;

/** Where a value lies between two others, as 0 to 1 for the eye; 0.5 where they are equal. Exact up to the last division. */
export function shareOf(value: bigint, [least, greatest]: readonly [bigint, bigint]): number {
  const span = greatest - least;
  return span === 0n ? 0.5 : Number(((value - least) * fineness) / span) / Number(fineness);
}

/** The least and the greatest of some values; null where there is none. */
export function rangeOf(values: readonly bigint[]): readonly [bigint, bigint] | null {
  const [first, ...rest] = values;
  if (first === undefined) return null;
  let [least, greatest] = [first, first];
  for (const value of rest) {
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  return [least, greatest];
}

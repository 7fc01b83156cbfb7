/** The numbers from the first to the last, both included, that are not there: ascending, runs as `5–7`. */
export function numberGaps(numbers: readonly bigint[], first: bigint, last: bigint): string[] {
  const gaps: string[] = [];
  let expected = first;
  for (const number of [...numbers].sort(ascending)) {
    if (number > last) break;
    if (number > expected) gaps.push(run(expected, number - 1n));
    if (number >= expected) expected = number + 1n;
  }
  if (expected <= last) gaps.push(run(expected, last));
  return gaps;
}

/** The smallest of numbers; null of none. */
export function smallest(numbers: readonly bigint[]): bigint | null {
  return [...numbers].sort(ascending)[0] ?? null;
}

/** The greatest of numbers; null of none. */
export function greatest(numbers: readonly bigint[]): bigint | null {
  return [...numbers].sort(ascending).at(-1) ?? null;
}

function run(first: bigint, last: bigint): string {
  return first === last ? String(first) : `${first}–${last}`;
}

function ascending(left: bigint, right: bigint): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

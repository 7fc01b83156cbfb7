/**
 * The known name that differs from a mistyped one by the fewest letters, at most a third of them; else the only one that begins
 * with what is given. Null when there is none.
 */
export function nearestName(given: string, known: readonly string[]): string | null {
  const ranked = known
    .map((name) => ({ name, distance: editDistance(given, name) }))
    .filter(({ name, distance }) => distance * 3 <= Math.max(name.length, given.length))
    .sort((left, right) => left.distance - right.distance || (left.name < right.name ? -1 : 1));
  const begun = known.filter((name) => given.length > 1 && name.startsWith(given));
  return ranked[0]?.name ?? (begun.length === 1 ? (begun[0] ?? null) : null);
}

function editDistance(left: string, right: string): number {
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (const [row, letter] of [...left].entries()) {
    const current = [row + 1];
    for (const [column, other] of [...right].entries()) {
      const replaced = (previous[column] ?? 0) + (letter === other ? 0 : 1);
      current.push(Math.min(replaced, (previous[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[right.length] ?? 0;
}

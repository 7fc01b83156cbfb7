/** Throws when something that the code itself guarantees does not hold: a bug, exit code 70, never bad input. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`invariant broken: ${message}`);
}

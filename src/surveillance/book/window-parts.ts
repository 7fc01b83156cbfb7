import type { BookWindow } from './book-window.js';

/** SQL of the part of a window in which an instant lies, of `parts` equal ones from 0; exact, and 0 for what is before the window. */
export function windowPart({ from_ns, to_ns }: BookWindow, column: string, parts: number): string {
  const length = to_ns - from_ns + 1n;
  return `CAST(CAST(GREATEST(${column} - CAST(${from_ns} AS BIGINT), 0) AS HUGEINT) * ${parts} // ${length} AS BIGINT)`;
}

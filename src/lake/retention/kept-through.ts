/**
 * The last day (`yyyy-MM-dd`) on which a record of a day must be kept: the same day so many years later.
 *
 * A record of 29 February is kept through 1 March where the year has no such day: never shorter than the years.
 */
export function keptThrough(day: string, years: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const last = new Date(0);
  last.setUTCFullYear(year + years, month - 1, date);
  return last.toISOString().slice(0, 10);
}

/** The UTC day of an instant in nanoseconds since 1970. */
export function dayOf(ns: bigint): string {
  return new Date(Number(ns / 1_000_000n)).toISOString().slice(0, 10);
}

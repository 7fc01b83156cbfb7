/** A time that begins with yyyyMMdd, on 30 February of its year. */
export function onThirtiethOfFebruary(time: string): string {
  return `${time.slice(0, 4)}0230${time.slice(8)}`;
}

/** A time that begins with yyyyMMdd, one day before; from the first of a month one day later. */
export function onAnotherDay(time: string): string {
  const day = Number(time.slice(6, 8));
  return `${time.slice(0, 6)}${String(day === 1 ? 2 : day - 1).padStart(2, '0')}${time.slice(8)}`;
}

/** The edit of a date with dashes between its parts. */
export function dashed(edit: (time: string) => string): (date: string) => string {
  return (date) => edit(date.replaceAll('-', '')).replace(/^(\d{4})(\d{2})(\d{2})/, '$1-$2-$3');
}

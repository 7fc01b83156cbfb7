import { invariant } from '../domain/invariant.js';

export const nanosPerSecond = 1_000_000_000;

/** A trade date with what is needed to tell the time on it in New York and in UTC. */
export type TradingDay = {
  /** yyyy-MM-dd */
  readonly trade_date: string;
  /** yyyyMMdd */
  readonly compact_date: string;
  /** Hours that New York is behind UTC during trading hours: 5 in winter, 4 in summer. */
  readonly hours_behind_utc: number;
  /** Seconds from 1970-01-01T00:00:00Z to the date's midnight in New York, by the offset of trading hours. */
  readonly midnight_epoch_seconds: number;
};

/** Nanoseconds since midnight of a wall-clock time; below 2^53, so a number holds it exactly. */
export function clockNanos(hour: number, minute: number, second = 0): number {
  return ((hour * 60 + minute) * 60 + second) * nanosPerSecond;
}

export const marketOpen = clockNanos(9, 30);
export const closingWindow = clockNanos(15, 50);
export const marketClose = clockNanos(16, 0);

/** The trading day of a date written yyyy-MM-dd; other text and dates that do not exist break an invariant. */
export function tradingDay(tradeDate: string): TradingDay {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(tradeDate);
  invariant(match, `trade_date is "${tradeDate}", expected yyyy-MM-dd`);
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const days = daysSinceEpoch({ year, month, day });
  invariant(
    month >= 1 && month <= 12 && day >= 1 && days < daysSinceEpoch(firstOfNextMonth(year, month)),
    `trade_date is "${tradeDate}", which is no day of the calendar`,
  );
  const hours = hoursBehindUtc(tradeDate, 'America/New_York');
  return {
    trade_date: tradeDate,
    compact_date: tradeDate.replaceAll('-', ''),
    hours_behind_utc: hours,
    midnight_epoch_seconds: days * 86_400 + hours * 3_600,
  };
}

/** Nanoseconds since 1970 UTC of a time given as nanoseconds since midnight in New York. */
export function epochNanos(day: TradingDay, ns: number): bigint {
  return BigInt(day.midnight_epoch_seconds) * 1_000_000_000n + BigInt(ns);
}

function firstOfNextMonth(year: number, month: number) {
  return month === 12 ? { year: year + 1, month: 1, day: 1 } : { year, month: month + 1, day: 1 };
}

/** Days of the Gregorian calendar, counted with years that start in March so that leap days come last. */
function daysSinceEpoch({ year, month, day }: { year: number; month: number; day: number }): number {
  const marchYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(marchYear / 400);
  const yearOfEra = marchYear - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** The next weekday after the date, as yyyyMMdd: trades of that day settle on it, holidays aside. */
export function settlementDate({ trade_date }: TradingDay): string {
  const date = new Date(`${trade_date}T00:00:00Z`);
  const weekday = date.getUTCDay();
  date.setUTCDate(date.getUTCDate() + (weekday === 5 ? 3 : weekday === 6 ? 2 : 1));
  return date.toISOString().slice(0, 10).replaceAll('-', '');
}

/** Whole hours that a zone is behind UTC at 17:00 UTC of a date written yyyy-MM-dd; below 0 where it is ahead. */
export function hoursBehindUtc(tradeDate: string, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' }).formatToParts(
    new Date(`${tradeDate}T17:00:00Z`),
  );
  const offset = parts.find((part) => part.type === 'timeZoneName')?.value ?? '';
  const match = /^GMT([-+]\d{2}):00$/.exec(offset);
  invariant(match, `offset of ${timeZone} is "${offset}", expected whole hours from UTC`);
  return -Number(match[1]);
}

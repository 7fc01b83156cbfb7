import { addDays } from '../domain/calendar-date.js';
import { clockText } from './clock-text.js';
import type { Facts } from './facts.js';
import type { FeedFile } from './feed-file.js';
import { clockNanos, nanosPerSecond, type TradingDay } from './trading-day.js';

const dayNanos = clockNanos(24, 0);
const kinds = {
  earnings: 'EARNINGS',
  dividend: 'DIVIDEND',
  split: 'SPLIT',
  index_rebalance: 'INDEX',
  expiry: 'EXPIRY',
  offering: 'OFFERING',
} as const;

/** The day's news in order of time, ids counted from 1. */
export function writeNewsWire(day: TradingDay, news: Facts['news']): FeedFile {
  const items = [...news].sort((left, right) => left.ts_ns - right.ts_ns);
  return {
    ...{ feed: 'news-wire', name: `news-wire-${day.compact_date}.jsonl`, is_gzipped: false },
    records: items.length,
    lines: items.map(({ ts_ns, instrument, headline, category }, index) => {
      const id = `N${day.compact_date}-${index + 1}`;
      const published = utcText(day, ts_ns);
      return `${JSON.stringify({ id, published, about: { ticker: instrument.symbol }, headline, topic: category })}\n`;
    }),
  };
}

/** The lists of all firms in the morning of the day. */
export function writeRestrictedList(day: TradingDay, entries: Facts['restricted_list']): FeedFile {
  const rows = entries.map(({ instrument, imid, list_type, from_ns, to_ns }, index) => {
    const until = to_ns === undefined ? '' : localText(day, to_ns);
    const list = list_type === 'restricted' ? 'R' : 'W';
    return [`E${index + 1}`, instrument.symbol, imid, list, localText(day, from_ns), until];
  });
  return {
    ...{ feed: 'firm-restricted-list', name: `restricted-list-${day.compact_date}.tsv`, is_gzipped: false },
    records: rows.length,
    lines: [
      'entry\tticker\tfirm\tlist\tfrom\tuntil\n',
      ...rows.map((row) => `${row.join('\t')}\n`),
      `# ${day.compact_date} ${rows.length} entries\n`,
    ],
  };
}

/** What is scheduled, as known in the morning of the day. */
export function writeCorporateCalendar(day: TradingDay, entries: Facts['calendar']): FeedFile {
  const events = entries.map(({ instrument, event_type, days_ahead }, index) => {
    const date = addDays(day.trade_date, days_ahead);
    const what = `<ticker>${instrument.symbol}</ticker><kind>${kinds[event_type]}</kind><date>${date}</date>`;
    return ` <event id="C${index + 1}">${what}</event>\n`;
  });
  return {
    ...{ feed: 'corporate-calendar', name: `corporate-calendar-${day.compact_date}.xml`, is_gzipped: false },
    records: events.length,
    lines: [
      '<?xml version="1.0" encoding="UTF-8"?>\n',
      `<calendar asOf="${day.compact_date}" events="${events.length}">\n`,
      ...events,
      '</calendar>\n',
    ],
  };
}

/** Positions at the start of the day. */
export function writeFirmPositions(day: TradingDay, positions: Facts['positions']): FeedFile {
  const width = 64;
  const rows = positions.map(({ account, instrument, qty }) =>
    `P${account.account_id.padEnd(20)}${instrument.symbol.padEnd(10)}${String(qty).padStart(20)}`.padEnd(
      width,
    ),
  );
  const head = `HPOSITIONS ${day.compact_date}`.padEnd(width);
  const foot = `T${String(rows.length).padStart(10, '0')}`.padEnd(width);
  return {
    ...{ feed: 'firm-positions', name: `FIRM.POS.${day.compact_date}.txt`, is_gzipped: false },
    records: rows.length,
    lines: [head, ...rows, foot].map((line) => `${line}\n`),
  };
}

/** `yyyy-MM-ddTHH:mm:ss.nnnnnnnnnZ` of a time since midnight in New York; of the next day where UTC is there already. */
function utcText(day: TradingDay, ns: number): string {
  const utc = ns + clockNanos(day.hours_behind_utc, 0);
  const days = Math.floor(utc / dayNanos);
  return `${addDays(day.trade_date, days)}T${clockText(utc - days * dayNanos)}Z`;
}

/** `yyyy-MM-dd HH:mm:ss` in New York, cut to the second; times below 0 are of earlier days. */
function localText(day: TradingDay, ns: number): string {
  const days = Math.floor(ns / dayNanos);
  const seconds = Math.floor((ns - days * dayNanos) / nanosPerSecond);
  return `${addDays(day.trade_date, days)} ${clockText(seconds * nanosPerSecond).slice(0, 8)}`;
}

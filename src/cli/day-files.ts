import type { Feed } from '../canonicalize/feed.js';
import { matchDelivery } from '../canonicalize/match-delivery.js';
import { filesIn } from '../jobs/run-day.js';
import { EXIT } from './exit-codes.js';
import { Refusal } from './refusal.js';

const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** A trade date as given on the command line, checked. */
export function parseDate(text: string): string {
  const instant = new Date(`${text}T00:00:00Z`);
  if (DATE.test(text) && !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(text))
    return text;
  throw new SyntaxError(`"${text}" is no date, expected yyyy-MM-dd`);
}

/** The one trade date that the names in a folder of deliveries carry; refuses where they carry none or several. */
export async function onlyTradeDate(raw: string, feeds: readonly Feed[]): Promise<string> {
  const dates = new Set<string>();
  for (const name of await filesIn(raw)) {
    const match = matchDelivery(name, feeds, '');
    if ('code' in match && match.code === 'file-date-differs') dates.add(match.data.file_date);
  }
  const [date] = dates;
  if (dates.size === 1 && date !== undefined) return date;
  const found = dates.size === 0 ? 'no date' : `the dates ${[...dates].sort().join(', ')}`;
  throw new Refusal(EXIT.usage, [
    `${raw}: the names carry ${found}, expected one; say which with --date [date-unclear]`,
  ]);
}

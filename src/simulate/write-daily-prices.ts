import type { DailyPrices } from './facts.js';
import type { FeedFile } from './feed-file.js';
import { priceText } from './price-text.js';

/** One session of every instrument; `compactDate` is its date as yyyyMMdd. */
export function writeDailyPrices(compactDate: string, prices: readonly DailyPrices[]): FeedFile {
  const rows = prices.map(({ instrument, open, high, low, close, volume }) =>
    [instrument.symbol, ...[open, high, low, close].map(priceText), volume].join('|'),
  );
  return {
    ...{ feed: 'tape-daily-prices', name: `tape-daily-prices-${compactDate}.psv.gz`, is_gzipped: true },
    records: rows.length,
    lines: [
      'symbol|open|high|low|close|volume\n',
      ...rows.map((row) => `${row}\n`),
      `END|${compactDate}|${rows.length}\n`,
    ],
  };
}

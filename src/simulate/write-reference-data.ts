import type { FeedFile } from './feed-file.js';
import type { Instrument } from './instruments.js';
import type { Account } from './market-accounts.js';
import type { TradingDay } from './trading-day.js';

/** The accounts of all brokers and who owns them, in order of account. */
export function writeFirmAccounts(
  day: TradingDay,
  accounts: readonly Account[],
  imidOf: (account: Account) => string = ({ imid }) => imid,
): FeedFile {
  const rows = accounts.map((account) => [
    account.account_id,
    account.owner_id,
    account.kind,
    imidOf(account),
  ]);
  return {
    feed: 'firm-accounts',
    name: `firm-accounts-${day.compact_date}.csv`,
    is_gzipped: false,
    records: rows.length,
    lines: quotedCsv('account_id,owner_id,type,imid', rows),
  };
}

/** The instruments of the day. */
export function writeListedInstruments(day: TradingDay, instruments: readonly Instrument[]): FeedFile {
  const rows = instruments.map(({ symbol, name, exchange, is_test_issue }) => [
    symbol,
    name,
    exchange,
    '100',
    is_test_issue ? 'Y' : 'N',
  ]);
  return {
    feed: 'listed-instruments',
    name: `listed-instruments-${day.compact_date}.csv`,
    is_gzipped: false,
    records: rows.length,
    lines: quotedCsv('symbol,name,exchange,round_lot,test', rows),
  };
}

function* quotedCsv(header: string, rows: readonly (readonly string[])[]): Generator<string> {
  yield `${header}\n`;
  for (const row of rows) yield `${row.map((field) => `"${field.replaceAll('"', '""')}"`).join(',')}\n`;
  yield `#END,${rows.length}\n`;
}

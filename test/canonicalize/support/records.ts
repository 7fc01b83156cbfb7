import { gzipLines } from './feeds.js';

/** Header of the firm-accounts feed, which is plain text. */
export const accountHeader = 'account_id,owner_id,type,imid';

/** A firm-accounts file of the given lines; its trailer counts them unless told otherwise. */
export function accountFile(lines: readonly string[], count = lines.length): string {
  return [accountHeader, ...lines, `#END,${count}`, ''].join('\n');
}

/** A tape-trades file of prints, each with parts of its own. */
export function tradeFile(
  prints: readonly Readonly<Record<string, string>>[],
  date: { trade_date: string } = { trade_date: '20261120' },
): Buffer {
  const lines = prints.map((print, index) => {
    const fields = {
      time: `${date.trade_date}-09:30:00.000000001`,
      symbol: 'ZVZZT',
      trade_id: `T${index + 1}`,
      price: '10.5',
      size: '100',
      venue: 'XNAS',
      condition: '@',
      ...print,
    };
    return Object.values(fields).join('|');
  });
  return gzipLines([
    'time|symbol|trade_id|price|size|venue|condition',
    ...lines,
    `END|${date.trade_date}|${lines.length}`,
  ]);
}

/** A line of the cedar-cat feed. */
export function cedarLine(number: number, change: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({
    actionType: 'NEW',
    firmROEID: `R${number}`,
    type: 'MENO',
    CATReporterIMID: 'CEDR',
    orderID: `C${number}`,
    symbol: 'ZVZZT',
    eventTimestamp: '20261120T093000.000000001',
    side: 'B',
    price: 10.5,
    quantity: 100,
    ...change,
  });
}

/** A message of the bolt-fix feed with right length and checksum, unless told otherwise; fields are `tag=value`. */
export function fixMessage(
  number: number,
  change: { tags?: Readonly<Record<number, string>>; more?: string; length?: string; sum?: string } = {},
): string {
  const soh = String.fromCharCode(1);
  const fields: [number, string][] = [
    [35, '8'],
    [49, 'BOLT'],
    [34, String(number)],
    [37, `B${number}`],
    [17, `E${number}`],
    [150, '0'],
    [1, 'AC-1'],
    [55, 'ZVZZT'],
    [54, '1'],
    [38, '100'],
    [151, '100'],
    [60, '20261120-14:30:00.000000001'],
  ];
  const body = fields.map(([tag, value]) => `${tag}=${change.tags?.[tag] ?? value}${soh}`).join('');
  const rest = `${body}${change.more === undefined ? '' : `${change.more}${soh}`}`;
  const text = `8=FIX.4.4${soh}9=${change.length ?? rest.length}${soh}${rest}`;
  const sum = Buffer.from(text, 'latin1').reduce((total, byte) => total + byte, 0) % 256;
  return `${text}10=${change.sum ?? String(sum).padStart(3, '0')}${soh}`;
}

const deltaWidths: readonly [string, number][] = [
  ['recordType', 1],
  ['orderNo', 12],
  ['eventNo', 4],
  ['event', 3],
  ['date', 8],
  ['time', 15],
  ['ticker', 8],
  ['side', 1],
  ['orderType', 2],
  ['tif', 3],
  ['price', 18],
  ['quantity', 14],
  ['account', 12],
  ['market', 4],
  ['trader', 8],
];

/** A record of the delta-orders feed, 132 columns wide. */
export function deltaLine(number: number, change: Readonly<Record<string, string>> = {}): string {
  const fields: Record<string, string> = {
    recordType: 'D',
    orderNo: `O${number}`,
    eventNo: '0001',
    event: 'NEW',
    date: '20261120',
    time: '093000000000001',
    ticker: 'ZVZZT',
    side: 'B',
    orderType: 'LM',
    tif: 'DAY',
    price: '000000001050000000',
    quantity: '00000000010000',
    account: 'AC-1',
    market: 'BATS',
    trader: 'T1',
    ...change,
  };
  const text = deltaWidths.map(([name, width]) => (fields[name] ?? '').padEnd(width)).join('');
  return text.padEnd(132);
}

/** A delta-orders file of records. */
export function deltaFile(records: readonly string[], header = 'HDELTA ORDERS 20261120'): Buffer {
  const trailer = `T${String(records.length).padStart(10, '0')}`;
  return gzipLines([header.padEnd(132), ...records, trailer.padEnd(132)]);
}

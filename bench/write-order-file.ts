import { closeSync, openSync, writeSync } from 'node:fs';

/**
 * Writes a seeded order file of 12 columns, about 100 bytes a record, as feed bench-orders describes; the same bytes each
 * time. Every `bad_every`-th record has a side that no schema knows; 0 for none. `orders` tells the file's ids from those of others.
 */
export function writeOrderFile(
  file: string,
  records: number,
  options: { bad_every?: number; orders?: number } = {},
): void {
  const { bad_every = 0, orders = 20261120 } = options;
  const descriptor = openSync(file, 'wx');
  let state = 12_345 + orders - 20261120;
  const next = (below: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % below;
  };
  const pad = (value: number, width: number): string => String(value).padStart(width, '0');
  const letter = (index: number): string => String.fromCharCode(65 + (index % 26));
  const symbols = Array.from({ length: 500 }, (_, i) => `S${letter(i)}${letter(Math.floor(i / 26))}A`);
  let lines = ['ordId|seq|evt|ts|sym|side|type|tif|px|qty|acct|mkt\n'];
  let total = 0;
  for (let index = 0; index < records; index += 1) {
    const ms = 34_200_000 + Math.floor((index * 23_400_000) / records);
    const time = `${pad(Math.floor(ms / 3_600_000), 2)}:${pad(Math.floor(ms / 60_000) % 60, 2)}:${pad(Math.floor(ms / 1000) % 60, 2)}`;
    const nanos = pad(ms % 1000, 3) + pad(next(1_000_000), 6);
    const qty = (1 + next(50)) * 100;
    total += qty;
    const symbol = symbols[next(500)] as string;
    const bad = bad_every > 0 && index % bad_every === bad_every - 1;
    const side = bad ? 9 : 1 + next(2);
    lines.push(
      `ACME-${orders}-${pad(index, 12)}|${next(5)}|${'NCRF'[next(4)]}|20261120-${time}.${nanos}|${symbol}|${side}|L|D|${next(200_000) + 10_000}|${qty}|AC-${pad(next(5000), 8)}|XNAS\n`,
    );
    if (lines.length >= 20_000) {
      writeSync(descriptor, lines.join(''));
      lines = [];
    }
  }
  writeSync(descriptor, `${lines.join('')}TRAILER|20261120|${records}|${total}\n`);
  closeSync(descriptor);
}

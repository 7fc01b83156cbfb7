import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Feed } from '../../src/canonicalize/feed.js';
import { frameDelivery } from '../../src/canonicalize/framing/frame-delivery.js';
import type { FramedDelivery } from '../../src/canonicalize/framing/framed-delivery.js';
import { shippedFeed } from './support/feeds.js';
import { framed, groupOf } from './support/fix-messages.js';
import { temporaryFolder } from './support/lake.js';

const UNIT = String.fromCharCode(31);
const echo = shippedFeed('echo-fix');
const lines: Feed = {
  ...echo,
  spec: { ...echo.spec, format: { ...echo.spec.format, framing: 'lines', separator: '^A' } },
};

function order(number: number, separator: string): string {
  const parties = groupOf(453, [['448=CL-88', '447=D', '452=3']]);
  const fields = ['35=D', '49=CLIENT', `34=${number}`, '52=20261120-14:30:00', `11=C-${number}`, ...parties];
  return `2026-11-20 14:30:00.000000 IN  ${framed(fields, { separator })}`;
}

/** What framing makes of some bytes, and the numbers of the orders that became records. */
async function frame(feed: Feed, bytes: Buffer): Promise<{ framed: FramedDelivery; orders: string[] }> {
  const work = path.join(await temporaryFolder(), 'work');
  await mkdir(work);
  const file = path.join(work, 'delivery');
  await writeFile(file, bytes);
  const paths: string[] = [];
  let faults = 0;
  const source = {
    path: file,
    name: 'f',
    bytes: bytes.length,
    work,
    segment_bytes: 1 << 20,
    trade_date: '2026-11-20',
  };
  const delivery = await frameDelivery(feed, source, {
    faults: (found) => {
      faults += found.length;
    },
    segment: (segment) => {
      paths.push(segment.path);
      return Promise.resolve();
    },
  });
  expect(faults).toBe(delivery.fault_count);
  const texts = await Promise.all(paths.map((one) => readFile(one, 'utf8')));
  const column = 2 + echo.fields.findIndex(({ name }) => name === 'ClOrdID');
  const rows = texts.flatMap((text) => text.split('\n').slice(0, -1));
  return { framed: delivery, orders: rows.map((row) => row.split(UNIT)[column] ?? '') };
}

test.each([
  ['messages without line ends', echo, '|', ''],
  ['messages on lines', echo, '|', '\n'],
  ['lines', lines, '^A', '\n'],
])(
  'one damaged byte among %s spoils one message or two neighbours, and all bytes are counted',
  async (_, feed, separator, end) => {
    const numbers = [1, 2, 3, 4];
    const sound = numbers.map((number) => `${order(number, separator)}${end}`).join('');
    await fc.assert(
      fc.asyncProperty(fc.nat(sound.length - 1), fc.nat(255), async (at, byte) => {
        const bytes = Buffer.from(sound, 'latin1');
        bytes[at] = byte;
        const { framed: delivery, orders } = await frame(feed, bytes);
        expect(delivery.refusal).toBeNull();
        expect(delivery.text_bytes).toBe(bytes.length);
        expect(delivery.records).toBe(orders.length);
        expect(orders.length).toBeGreaterThanOrEqual(numbers.length - 2);
        expect(orders.length + delivery.fault_count).toBeGreaterThanOrEqual(numbers.length - 1);
        expect(orders.length + delivery.fault_count).toBeLessThanOrEqual(numbers.length + 1);
        expect(numbers.map((number) => `C-${number}`)).toEqual(expect.arrayContaining(orders));
        expect(new Set(orders).size).toBe(orders.length);
      }),
      { numRuns: 100 },
    );
  },
);

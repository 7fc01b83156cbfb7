import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeFix, type Fields, fixOptionsOf, partyGroups } from '../support/decode-fix.js';
import { framed, groupOf } from '../support/fix-messages.js';

/** Values as they may stand between separators: no SOH, not empty, text. */
const value = fc
  .string({ minLength: 1, maxLength: 6, unit: fc.constantFrom(...'aZ09=|^"\' .:éß\n\u001f') })
  .filter((text) => text !== '');
const bytesOf = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');

type Party = { id: string; role: string; note: string | null; subs: { id: string; type: string }[] };
type Order = { text: string; parties: Party[]; raw: Buffer; after: string | null };

const party: fc.Arbitrary<Party> = fc.record({
  id: value,
  role: fc.constantFrom('1', '3', '36'),
  note: fc.option(value),
  subs: fc.array(fc.record({ id: value, type: fc.constantFrom('4', '24') }), { maxLength: 3 }),
});
const order: fc.Arbitrary<Order> = fc.record({
  text: value,
  parties: fc.uniqueArray(party, { maxLength: 4, selector: ({ role }) => role }),
  raw: fc.uint8Array({ minLength: 1, maxLength: 12 }).map((bytes) => Buffer.from(bytes)),
  after: fc.option(value),
});

function write({ text, parties, raw, after }: Order): string {
  const entries = parties.map(({ id, role, note, subs }) => {
    const inner = groupOf(
      802,
      subs.map((sub) => [`523=${bytesOf(sub.id)}`, `803=${sub.type}`]),
    );
    return [
      `448=${bytesOf(id)}`,
      ...(note === null ? [] : [`447=${bytesOf(note)}`]),
      ...inner,
      `452=${role}`,
    ];
  });
  return framed([
    '35=D',
    `58=${bytesOf(text)}`,
    ...groupOf(453, entries),
    `95=${raw.length}`,
    `96=${raw.toString('latin1')}`,
    ...(after === null ? [] : [`9999=${bytesOf(after)}`]),
  ]);
}

const fields: Fields = {
  Text: 58,
  Second: { tag: 448, in: { group: 453, index: 2 } },
  Trader: { tag: 448, in: { group: 453, where: { 452: '36' } } },
  Note: { tag: 447, in: { group: 453, where: { 452: '3' } } },
  Sub: {
    tag: 523,
    in: [
      { group: 453, where: { 452: '36' } },
      { group: 802, index: 3 },
    ],
  },
  After: 9999,
};

function expected({ text, parties, after }: Order): Record<string, string> {
  const trader = parties.find(({ role }) => role === '36');
  const values: [string, string | null | undefined][] = [
    ['Text', text],
    ['Second', parties[1]?.id],
    ['Trader', trader?.id],
    ['Note', parties.find(({ role }) => role === '3')?.note],
    ['Sub', trader?.subs[2]?.id],
    ['After', after],
  ];
  return Object.fromEntries(values.filter((pair): pair is [string, string] => typeof pair[1] === 'string'));
}

test('what is written with groups and data is read back', async () => {
  const options = fixOptionsOf(fields, { groups: partyGroups });
  await fc.assert(
    fc.asyncProperty(fc.array(order, { minLength: 1, maxLength: 40 }), async (orders) => {
      expect(await decodeFix(options, orders.map(write))).toEqual(orders.map(expected));
    }),
    { numRuns: 30 },
  );
});

test('one damaged byte makes a message a fault, whatever the byte', async () => {
  const options = fixOptionsOf(fields, { groups: partyGroups });
  const damage = fc.tuple(order, fc.nat(), fc.integer({ min: 1, max: 255 }));
  await fc.assert(
    fc.asyncProperty(fc.array(damage, { minLength: 1, maxLength: 40 }), async (damaged) => {
      const messages = damaged.map(([one, place, by]) => {
        const bytes = Buffer.from(write(one), 'latin1');
        // Behind the last separator nothing is checked: it may be missing.
        const at = place % (bytes.length - 1);
        bytes[at] = ((bytes[at] ?? 0) + by) % 256;
        return bytes;
      });
      for (const decoded of await decodeFix(options, messages)) {
        expect(decoded).toMatch(/^f:[0-9]+: .* \[(fix-[a-z-]+|text-not-utf8|character-nul)\]$/u);
      }
    }),
    { numRuns: 30 },
  );
});

import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { checkRepair } from '../../../src/canonicalize/replay/check-repair.js';
import { formatRepairProblem, repairProblemText } from '../../../src/canonicalize/replay/repair-problem.js';
import type { Manifest } from '../../../src/domain/generated/manifest.js';
import { parsePlacedYaml } from '../../../src/domain/placed-yaml.js';
import { sha256 } from '../../../src/domain/sha256.js';
import { type ChainEntry, entryKey } from '../../../src/lake/chain-entry.js';
import { readAllChains } from '../../../src/lake/quarantine/find-delivered.js';
import { draft } from '../../lake/support/drafts.js';
import { acmeLine, shippedFeed } from '../support/feeds.js';
import { deliver, openTestLake, published } from '../support/lake.js';
import { acme, lakeWith } from './support/lake-with-rejects.js';
import { allRecordIds, contextOf, repairAndReplay, tryRepair } from './support/repairs.js';

const faulty = acmeLine(2, { side: '9' });
const was = { side: '9' };
const other = '0'.repeat(64);
/** Codes of which a test has seen the text. */
const told = new Set<string>();

/** The messages without their places, which other tests prove; `<id>` is the first rejected record. */
function said(messages: readonly unknown[], id: string): string[] {
  return messages.map((message) => {
    const text = String(message);
    told.add(/\[([a-z0-9-]+)\]$/.exec(text)?.[1] ?? text);
    return text.replace(/^patch\.yaml:[0-9]+:[0-9]+: /, '').replaceAll(id, '<id>');
  });
}

test('what is wrong with a record of a repair is said with its place', async () => {
  const { lake, id } = await lakeWith([acmeLine(1), faulty]);
  const text = `records:\n  - record: ${id(3)}\n    was: {side: "8"}\n    patch: {sid: "1"}\n`;
  expect(await tryRepair(lake, acme, text)).toEqual([
    `patch.yaml:3:11: field side of record "${id(3)}" is "8" in the repair and "9" in the delivery, expected the same; look at the record again [repair-base-differs]`,
    'patch.yaml:4:13: there is no field "sid", expected one of ordId, seq, evt, ts, sym, side, type, tif, px, qty, acct, mkt, trd, parent, routed, dest, from, cap, trader, hand, unit [repair-field-unknown]',
  ]);
  expect(await tryRepair(lake, acme, `records:\n  - record: ${id(3)}\n    patch: {px: 12.50}\n`)).toEqual([
    'patch.yaml:3:17: /records/0/patch/px is number 12.5, expected type string,null [spec-schema-violated]',
  ]);
});

describe('one record', () => {
  const cases: [string, object, string[]][] = [
    [
      'has no base',
      { patch: {} },
      [
        'record "<id>" has no base, expected raw_sha256 as "quarantine show" gives it, or was with values of its fields [repair-base-missing]',
      ],
    ],
    [
      'has an empty base',
      { was: {}, patch: {} },
      [
        'record "<id>" has no base, expected raw_sha256 as "quarantine show" gives it, or was with values of its fields [repair-base-missing]',
      ],
    ],
    [
      'is not the one that is there',
      { raw_sha256: other, patch: {} },
      [
        `raw_sha256 of record "<id>" is "${other}" in the repair and "${sha256(faulty)}" in the delivery, expected the same; look at the record again [repair-base-differs]`,
      ],
    ],
    [
      'has a value where none is said to be',
      { was: { side: null }, patch: {} },
      [
        'field side of record "<id>" is "no value" in the repair and "9" in the delivery, expected the same; look at the record again [repair-base-differs]',
      ],
    ],
    [
      'is to be nothing',
      { was },
      [
        'record "<id>" has none of patch, replace and withdraw, expected exactly one of patch, replace and withdraw [repair-action-count]',
      ],
    ],
    [
      'is to be two things',
      { was, patch: {}, withdraw: 'x' },
      [
        'record "<id>" has "patch", "withdraw", expected exactly one of patch, replace and withdraw [repair-action-count]',
      ],
    ],
    [
      'is to hold NUL',
      { was, patch: { mkt: 'A\0' } },
      [
        'the value "A\\x00" of field "mkt" holds NUL or half of a surrogate pair, expected text [repair-value-not-text]',
      ],
    ],
    [
      'is to be longer than any may be',
      { was, patch: { mkt: 'A'.repeat(1 << 18) } },
      [
        'record "<id>" has 262218 bytes once it is repaired, expected at most 262144 [repair-record-too-long]',
      ],
    ],
    [
      'is replaced by two',
      { was, replace: `${acmeLine(2)}\n${acmeLine(3)}` },
      [
        'the replacement of record "<id>" is not one record of the format delimited, expected exactly one [repair-replacement-not-one]',
      ],
    ],
    [
      'is replaced by less than one',
      { was, replace: 'A|B' },
      [
        'the replacement of record "<id>" cannot be decoded (the line has 2 fields, expected 21), expected a sound record [field-count] [repair-replacement-faulty]',
      ],
    ],
  ];
  test.each(cases)('%s', async (_, repair, expected) => {
    const { lake, id } = await lakeWith([acmeLine(1), faulty]);
    const messages = await tryRepair(lake, acme, JSON.stringify({ records: [{ record: id(3), ...repair }] }));
    expect(said(messages, id(3))).toEqual(expected);
    expect((await lake.store.list('repairs/')).length).toBe(0);
  });

  test('at the limit of bytes is stored', async () => {
    const { lake, id } = await lakeWith([acmeLine(1), faulty]);
    const patch = { mkt: 'A'.repeat((1 << 18) - (262218 - (1 << 18))) };
    const stored = await tryRepair(lake, acme, JSON.stringify({ records: [{ record: id(3), was, patch }] }));
    expect(stored).toMatchObject([{ outcome: 'stored' }]);
  });

  test('is unknown, is named twice, or is settled', async () => {
    const { lake, delivery, id } = await lakeWith([acmeLine(1), faulty]);
    const repair = async (...records: object[]): Promise<string[]> =>
      said(await tryRepair(lake, acme, JSON.stringify({ records })), id(3));
    expect(await repair({ record: 'ffff:1', was, patch: {} })).toEqual([
      'there is no rejected record "ffff:1", expected one that "quarantine list" names [repair-record-unknown]',
    ]);
    expect(await repair({ record: `${delivery.commit_id}:1`, was, patch: {} })).toEqual([
      `there is no rejected record "${delivery.commit_id}:1", expected one that "quarantine list" names [repair-record-unknown]`,
    ]);
    const one = { record: id(3), was, patch: { side: '1' } };
    expect(await repair(one, one)).toEqual([
      'record "<id>" is repaired twice, expected once [repair-record-repeated]',
    ]);
    await repairAndReplay(lake, acme, [one]);
    const [settled] = await repair(one);
    expect(settled).toMatch(
      /^record "<id>" is repaired by commit [0-9a-f]{12}, expected one that is open \[repair-record-settled\]$/,
    );
  });

  test('of XML can be patched and not replaced', async () => {
    const elm = shippedFeed('elm-transactions');
    const lake = await openTestLake();
    const report = (number: number, price: string): string =>
      `<Tx><New><TxId>TX${number}</TxId><ExctgPty>549300ELMB0000000011</ExctgPty><Tx><TradDt>2026-11-20T14:30:00Z</TradDt><Qty><Unit>100</Unit></Qty><Pric><Pric><MntryVal><Amt Ccy="USD">${price}</Amt></MntryVal></Pric></Pric><TradVn>XNAS</TradVn></Tx><FinInstrm><Othr><FinInstrmGnlAttrbts><FullNm>ZVZZT</FullNm></FinInstrmGnlAttrbts></Othr></FinInstrm></New></Tx>`;
    const document = `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:auth.016.001.01"><FinInstrmRptgTxRpt><RptHdr><NbRcrds>2</NbRcrds></RptHdr>${report(1, '10.5')}${report(2, 'x')}</FinInstrmRptgTxRpt></Document>`;
    const xml = published(await deliver(lake, elm, { name: 'e', bytes: gzipSync(document) }));
    const [[, record = ''] = []] = await allRecordIds(lake, xml);
    const raw_sha256 = sha256(report(2, 'x').slice('<Tx>'.length, -'</Tx>'.length));
    const messages = await tryRepair(
      lake,
      elm,
      JSON.stringify({ records: [{ record, raw_sha256, replace: report(2, '1') }] }),
    );
    expect(said(messages, record)).toEqual([
      'record "<id>" is xml, of which no record stands alone as text; expected a patch [repair-replacement-format]',
    ]);
    const result = await repairAndReplay(lake, elm, [{ record, raw_sha256, patch: { price: '10.25' } }]);
    expect(result).toMatchObject({ status: 'published', manifest: { totals: { accepted: 1 } } });
  });
});

test('a feed that is not there takes no repair', async () => {
  const { lake, id } = await lakeWith([acmeLine(1), faulty]);
  const yaml = parsePlacedYaml(
    'patch.yaml',
    JSON.stringify({ records: [{ record: id(3), was, patch: {} }] }),
  );
  if (Array.isArray(yaml)) throw new Error('it is YAML');
  const repair = yaml.value as Parameters<typeof checkRepair>[2]['repair'];
  const written = { repair, yaml, by: null, reason: null };
  const checked = await checkRepair(
    { ...contextOf(lake), feeds: [] },
    await readAllChains(lake.store),
    written,
  );
  expect(
    said(
      checked.map((one) => ('code' in one ? formatRepairProblem(one) : '')),
      id(3),
    ),
  ).toEqual([
    'the feed "acme-orders" is not in the folder of feeds, expected its specification; name the folder with --feeds [repair-feed-unknown]',
  ]);
});

test('a beginning that two commits share is refused', async () => {
  const lake = await openTestLake();
  const chain = ['a', 'b'].map((letter, index) => {
    const entry = { ...draft(letter), commit_id: `abcd${letter.repeat(60)}`, format: 2, sequence: index + 1 };
    return {
      entry: entry as unknown as ChainEntry & Manifest,
      key: entryKey('feed-one', index + 1),
      sha256: '',
    };
  });
  const text = '{"records": [{"record": "abcd:1", "was": {"a": "b"}, "patch": {}}]}';
  const yaml = parsePlacedYaml('patch.yaml', text);
  if (Array.isArray(yaml)) throw new Error('it is YAML');
  const repair = yaml.value as Parameters<typeof checkRepair>[2]['repair'];
  const chains = new Map([['feed-one', chain]]);
  const written = { repair, yaml, by: null, reason: null };
  const checked = await checkRepair({ ...contextOf(lake), feeds: [] }, chains, written);
  expect(
    said(
      checked.map((one) => ('code' in one ? formatRepairProblem(one) : '')),
      'no id',
    ),
  ).toEqual([
    `record "abcd:1" may be of the commits "abcd${'a'.repeat(60)}", "abcd${'b'.repeat(60)}", expected more characters of one of them [repair-record-ambiguous]`,
  ]);
});

test('every code of a problem is asserted', () => {
  const elsewhere = ['repair-feed-changed', 'repair-field-unknown', 'repair-record-undecodable'];
  expect([...told, ...elsewhere].sort()).toEqual(Object.keys(repairProblemText).sort());
});

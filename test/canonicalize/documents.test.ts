import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { shippedFeed } from './support/feeds.js';
import { deliver, openTestLake, published, refused, visibleObjects } from './support/lake.js';
import { publishedRows, rejectionLines } from './support/read-parquet.js';

const fir = shippedFeed('fir-orders');
const elm = shippedFeed('elm-transactions');
const gum = shippedFeed('gum-executions');

function firOrder(number: number, change: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({
    id: `F${number}`,
    revision: 1,
    event: 'placed',
    time: 1,
    instrument: { symbol: 'ZVZZT' },
    side: 'BUY',
    quantity: 100,
    account: 'AC-1',
    ...change,
  }).replace('"time":1', `"time":17951850000000000${String(number).padStart(2, '0')}`);
}

/** A document of the fir-orders feed on one line; the control values are those of sound records. */
function firDocument(orders: readonly string[], count = orders.length, total = orders.length * 100): string {
  return `{"orders":[${orders.join(',')}],"meta":{"tradeDate":"2026-11-20","count":${count},"totalQuantity":${total}}}`;
}

function elmReport(number: number, change: { price?: string; more?: string } = {}): string {
  return `<Tx><New><TxId>TX${number}</TxId><ExctgPty>549300ELMB0000000011</ExctgPty><Tx><TradDt>2026-11-20T14:30:00Z</TradDt><Qty><Unit>100</Unit></Qty><Pric><Pric><MntryVal><Amt Ccy="USD">${change.price ?? '10.5'}</Amt></MntryVal></Pric></Pric><TradVn>XNAS</TradVn></Tx><FinInstrm><Othr><FinInstrmGnlAttrbts><FullNm>ZVZZT</FullNm></FinInstrmGnlAttrbts></Othr></FinInstrm>${change.more ?? ''}</New></Tx>`;
}

function elmDocument(reports: readonly string[], count = reports.length): Buffer {
  return gzipSync(
    `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:auth.016.001.01"><FinInstrmRptgTxRpt><RptHdr><NbRcrds>${count}</NbRcrds></RptHdr>${reports.join('')}</FinInstrmRptgTxRpt></Document>`,
  );
}

describe('records that share a line', () => {
  test('of a JSON array: bad ones, repeated ones and good ones are told apart', async () => {
    const orders = [
      firOrder(1),
      firOrder(2, { side: 'buy' }),
      firOrder(3).replace('"BUY"', '"BUY'),
      firOrder(1),
      firOrder(4, { quantity: '100' }),
      firOrder(1, { account: 'AC-2' }),
      firOrder(5),
    ];
    const lake = await openTestLake();
    const bytes = firDocument(orders, 7, 500);
    const manifest = published(await deliver(lake, fir, { name: 'f', bytes }));
    expect(manifest.totals).toMatchObject({ read: 7, accepted: 2, rejected: 4, duplicates: 1 });
    expect((await rejectionLines(lake, manifest)).map((line) => line.replace(/^.*\[/, '['))).toEqual([
      '[schema-violated]',
      '[json-syntax]',
      '[json-kind]',
      '[key-reused]',
    ]);
    const rows = await publishedRows(lake, manifest, 'order_id, source_line, source_byte_offset');
    expect(rows).toEqual([
      { order_id: 'F1', source_line: '1', source_byte_offset: String(bytes.indexOf('{"id":"F1"')) },
      { order_id: 'F5', source_line: '1', source_byte_offset: String(bytes.indexOf('{"id":"F5"')) },
    ]);
  });

  test('of concatenated JSON: a cut one does not take the next one with it', async () => {
    const one = (number: number): string =>
      `{"execId":"G${number}","orderId":"O","order":{"symbol":"ZVZZT","side":"1"},"lastPx":1,"lastQty":1,"transactTime":"2026-11-20T14:30:00.0Z"}`;
    const lake = await openTestLake();
    const bytes = gzipSync(`${one(1)}${one(2).slice(0, 40)}${one(3)}`);
    const manifest = published(await deliver(lake, gum, { name: 'f', bytes }));
    expect(manifest.totals).toMatchObject({ read: 3, accepted: 2, rejected: 1 });
    expect(await rejectionLines(lake, manifest)).toEqual([
      '1: the JSON breaks off in column 39, expected a key in quotes [json-syntax]',
    ]);
  });

  test('of XML', async () => {
    const lake = await openTestLake();
    const bytes = elmDocument([elmReport(1), elmReport(2, { price: '1,5' }), elmReport(3)]);
    const manifest = published(await deliver(lake, elm, { name: 'f', bytes }));
    expect(manifest.totals).toMatchObject({ read: 3, accepted: 2, rejected: 1 });
    expect(await rejectionLines(lake, manifest)).toEqual([
      '1: field "price" is "1,5", expected a plain decimal number [schema-violated]',
    ]);
  });
});

describe('control values of a document', () => {
  test.each<[string, string, string[]]>([
    [
      'a count',
      firDocument([firOrder(1)], 2),
      ['f:1: the trailer declares 2 records, but the file holds 1 [control-count-differs]'],
    ],
    [
      'a sum',
      firDocument([firOrder(1)], 1, 101),
      [
        'f:1: the trailer declares a sum of 101 for field "quantity", but the records sum to 100 [control-sum-differs]',
      ],
    ],
    [
      'a date',
      firDocument([firOrder(1)]).replace('2026-11-20', '2026-11-19'),
      ['f:1: the trailer declares trade date 2026-11-19, expected 2026-11-20 [control-date-differs]'],
    ],
    [
      'none',
      firDocument([firOrder(1)]).replace('"count":1,', ''),
      [
        'f: the document has 0 values for the count of the trailer at "/meta/count", expected one; the file may be cut off [control-not-one]',
      ],
    ],
  ])('of JSON: %s that does not agree refuses the file', async (_, bytes, faults) => {
    expect(refused(await deliver(await openTestLake(), fir, { name: 'f', bytes }))).toEqual(faults);
  });

  test('of XML: a count that does not agree refuses the file', async () => {
    const bytes = elmDocument([elmReport(1)], 2);
    expect(refused(await deliver(await openTestLake(), elm, { name: 'f', bytes }))).toEqual([
      'f:1: the header declares 2 records, but the file holds 1 [control-count-differs]',
    ]);
  });

  test('a document that says it holds nothing, and does, is published', async () => {
    const manifest = published(
      await deliver(await openTestLake(), fir, { name: 'f', bytes: firDocument([]) }),
    );
    expect(manifest.totals).toMatchObject({ read: 0, accepted: 0 });
  });

  test('an array of nothing that says nothing is refused', async () => {
    const { trailer: _, ...spec } = fir.spec;
    const format = { type: 'json-array', compression: 'none', encoding: 'utf-8' } as const;
    const bare = { ...fir, spec: { ...spec, format } };
    expect(refused(await deliver(await openTestLake(), bare, { name: 'f', bytes: '[]' }))).toEqual([
      'f:1: the file holds 2 bytes and no record; ask the broker to send it again [delivery-empty]',
    ]);
  });
});

describe('a document that is not whole publishes nothing, however many records stand before', () => {
  const many = Array.from({ length: 20 }, (_, index) => elmReport(index));

  test.each<[string, Buffer | string, 'elm' | 'fir', RegExp]>([
    [
      'XML cut off',
      gzipSync(
        `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:auth.016.001.01"><FinInstrmRptgTxRpt>${many.join('')}`,
      ),
      'elm',
      /\(unclosed tag: FinInstrmRptgTxRpt\).*\[xml-syntax\]$/,
    ],
    [
      'XML with a bad last record',
      elmDocument([...many, elmReport(21, { more: '&bad' })]),
      'elm',
      /\[xml-syntax\]$/,
    ],
    [
      'XML of another namespace',
      gzipSync('<Document xmlns="urn:iso:std:iso:20022:tech:xsd:auth.016.001.02"/>'),
      'elm',
      /\[document-foreign\]$/,
    ],
    [
      'a billion laughs',
      gzipSync('<!DOCTYPE Document [<!ENTITY a "lol"><!ENTITY b "&a;&a;">]><Document>&b;</Document>'),
      'elm',
      /\[xml-doctype\]$/,
    ],
    [
      'bytes that are not UTF-8',
      gzipSync(Buffer.from('<Document>\xff</Document>', 'latin1')),
      'elm',
      /\[document-not-utf8\]$/,
    ],
    [
      'a JSON array cut off',
      firDocument([firOrder(1), firOrder(2)]).slice(0, 250),
      'fir',
      /\[document-broken\]$/,
    ],
    ['JSON lines', `${firOrder(1)}\n${firOrder(2)}\n`, 'fir', /\[document-broken\]$/],
  ])('%s', async (_, bytes, feed, fault) => {
    const lake = await openTestLake();
    const faults = refused(await deliver(lake, feed === 'elm' ? elm : fir, { name: 'f', bytes }));
    expect(faults).toEqual([expect.stringMatching(fault)]);
    expect(await visibleObjects(lake.store)).toEqual([]);
  });
});

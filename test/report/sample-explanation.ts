import type { ExplanationInput } from '../../src/report/explain-alert.js';
import type { ExplainedEvent } from '../../src/report/trace-custody.js';
import { alert, evidence, layering, openingNs } from './sample-documents.js';
import { hash } from './sample-surroundings.js';

interface EventParts {
  readonly number: number;
  readonly role: string;
  readonly afterNs: bigint;
  readonly row: Readonly<Record<string, string | null>>;
  readonly text: string;
}

/** An event whose evidence, row and raw record agree. */
export function explained({ number, role, afterNs, row, text }: EventParts): ExplainedEvent {
  const event_id = `acme-orders:2026-11-20:${number}`;
  const event_ts_ns = (openingNs + afterNs).toString();
  const [line, byte_offset] = [1041 + number, 110_000 + number * 97];
  return {
    evidence: evidence({ event_id, role, event_ts_ns }),
    row: {
      event_id,
      event_ts_ns,
      symbol: 'ZXZZT',
      account_id: 'A-1017',
      ...row,
      source_sha256: hash('acme'),
      source_line: String(line),
      source_byte_offset: String(byte_offset),
    },
    raw: {
      file: 'acme-orders-2026-11-20.psv.gz',
      line,
      byte_offset,
      text,
      sha256: hash('acme'),
      raw_key: `raw/${hash('acme')}`,
    },
  };
}

function layer(number: number, afterNs: bigint, price: string): ExplainedEvent {
  return explained({
    number,
    role: 'layer',
    afterNs,
    row: { event_type: 'new', side: 'sell', qty: '500.000000', price: `${price}000000` },
    text: `N|O-${number}|ZXZZT|S|500|${price}`,
  });
}

const fill = explained({
  number: 4,
  role: 'fill',
  afterNs: 1_750_000_000n,
  row: { event_type: 'fill', side: 'buy', qty: '100.000000', price: '10.00000000' },
  text: '8=FIX.4.4\u000135=8\u000155=ZXZZT\u000132=100\u000131=10.00\u0001',
});

const pull = explained({
  number: 5,
  role: 'pull',
  afterNs: 2_250_000_000n,
  row: { event_type: 'cancel', side: 'sell', qty: '500.000000', price: null },
  text: 'C|O-1|ZXZZT|S|500|',
});

/** Three layers, a fill and a cancellation, in an order that is not that of time. */
export const layeringAlert: ExplanationInput = {
  alert: alert({ evidence_count: 5 }),
  pattern: layering,
  settings: { max_lifetime_ns: '5000000000', min_layers: '3', min_cancelled_qty: '1000' },
  books: [],
  symbols_without_book: [],
  events: [pull, fill, layer(3, 20n, '10.06'), layer(1, 0n, '10.04'), layer(2, 10n, '10.05')],
};

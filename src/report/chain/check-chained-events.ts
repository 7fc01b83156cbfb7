import type { ChainedEvent, EvidenceChain } from '../../domain/generated/evidence-chain.js';
import type { Delivery } from '../../domain/generated/manifest.js';
import { contentOf, entryUnder, objectUnder } from './chain-objects.js';
import { type ChainStep, missingStep, step } from './chain-step.js';

/** A row of a data file as far as the chain needs it, every value as text. */
export type SourceRow = Readonly<
  Record<'event_id' | 'event_ts_ns' | 'source_sha256' | 'source_line' | 'source_byte_offset', string>
>;

/** What reads the two formats that the chain carries along. */
export type ChainMeans = {
  /** Rows of a Parquet file by event id. */
  rows: (parquet: Buffer, event_ids: readonly string[]) => Promise<readonly SourceRow[]>;
  /** A delivery's text as UTF-8; null where its form has none. */
  text: (raw: Buffer, delivery: Delivery) => Promise<Buffer | null>;
};

/** Row and source line of each event. */
export async function checkEvents(chain: EvidenceChain, means: ChainMeans): Promise<ChainStep[]> {
  const rows = new Map<string | null, readonly SourceRow[] | null>();
  for (const key of new Set(chain.events.map(({ data_key }) => data_key))) {
    const bytes = contentOf(objectUnder(chain, key));
    const ids = chain.events.filter(({ data_key }) => data_key === key).map(({ event_id }) => event_id);
    rows.set(key, bytes === null ? null : await means.rows(bytes, ids));
  }
  const texts = new Map<string | null, SourceText | string>();
  for (const key of new Set(chain.events.map(({ raw_key }) => raw_key))) {
    texts.set(key, await sourceText(chain, means, key));
  }
  return chain.events.flatMap((event) => [
    checkRow(event, rows.get(event.data_key) ?? null),
    checkLine(event, texts.get(event.raw_key) ?? ''),
  ]);
}

function checkRow(event: ChainedEvent, rows: readonly SourceRow[] | null): ChainStep {
  const { event_id, data_key } = event;
  if (rows === null) return missingStep('row', event_id, 'the data file with its row is not in the document');
  const [row, ...more] = rows.filter((item) => item.event_id === event_id);
  if (row === undefined || more.length > 0) {
    const faults = [`${data_key} holds ${row === undefined ? 0 : more.length + 1} rows of it, expected one`];
    return step('row', event_id, { holds: '', faults });
  }
  const names = ['event_ts_ns', 'source_sha256', 'source_line', 'source_byte_offset'] as const;
  const faults = names
    .filter((name) => row[name] !== event[name])
    .map((name) => `${name} of the row is ${row[name]}, expected ${String(event[name])}`);
  return step('row', event_id, { holds: `is a row of ${data_key}`, faults });
}

type SourceText = { sha256: string; text: Buffer };

/** The text of a delivery; in words, why there is none. */
async function sourceText(
  chain: EvidenceChain,
  means: ChainMeans,
  raw_key: string | null,
): Promise<SourceText | string> {
  const object = objectUnder(chain, raw_key);
  const bytes = contentOf(object);
  if (object === undefined || bytes === null) return 'its delivery is not in the document';
  const entry = entryUnder(chain, object.entry_key);
  if (entry === null || !('delivery' in entry) || !('totals' in entry))
    return 'the entry of its delivery is not in the document';
  const text = await means.text(bytes, entry.delivery);
  if (text === null) return 'its delivery has no lines, so that its text cannot be compared';
  return { sha256: entry.delivery.sha256, text };
}

function checkLine(event: ChainedEvent, source: SourceText | string): ChainStep {
  const { event_id, raw_key, source_sha256, source_byte_offset, text } = event;
  if (typeof source === 'string') return missingStep('line', event_id, source);
  if (text === null || source_byte_offset === null)
    return missingStep('line', event_id, 'its record is not in the document');
  const offset = Number(source_byte_offset);
  const expected = Buffer.from(text, 'utf8');
  const faults: string[] = [];
  if (source.sha256 !== source_sha256)
    faults.push(`the delivery is ${source.sha256}, expected ${String(source_sha256)}`);
  if (!source.text.subarray(offset, offset + expected.length).equals(expected))
    faults.push(`at byte ${source_byte_offset} of ${String(raw_key)} stands another text`);
  return step('line', event_id, {
    holds: `stands at byte ${source_byte_offset} of ${String(raw_key)}`,
    faults,
  });
}

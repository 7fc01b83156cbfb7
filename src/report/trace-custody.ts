import type { Evidence } from '../domain/generated/evidence.js';
import type { Custody, RawRecord } from '../domain/generated/explanation.js';

/** One event of an alert as it was found: its evidence, its canonical row as text, and its raw record or null. */
export interface ExplainedEvent {
  readonly evidence: Evidence;
  readonly row: Readonly<Record<string, string | null>>;
  readonly raw: RawRecord | null;
}

/**
 * Whether the event leads back to its raw record: `confirmed` only when evidence, row and raw record agree in every part.
 *
 * Compared are event id and time of evidence and row, then delivery hash, line and byte of row and raw record.
 */
export function traceCustody({ evidence, row, raw }: ExplainedEvent): Custody {
  const pairs: [string, string | null, string | null][] = [
    ['event id', evidence.event_id, row['event_id'] ?? null],
    ['event time', evidence.event_ts_ns, row['event_ts_ns'] ?? null],
  ];
  if (raw !== null) {
    pairs.push(
      ['delivery hash', row['source_sha256'] ?? null, raw.sha256],
      ['line', row['source_line'] ?? null, String(raw.line)],
      ['byte', row['source_byte_offset'] ?? null, String(raw.byte_offset)],
    );
  }
  const differences = pairs
    .filter(([, left, right]) => left !== right)
    .map(([what, left, right]) => `${what} is ${left ?? 'absent'}, but ${right ?? 'absent'} one step on`);
  return {
    state: stateOf(differences, raw),
    differences,
    source_sha256: row['source_sha256'] ?? null,
    source_line: row['source_line'] ?? null,
    source_byte_offset: row['source_byte_offset'] ?? null,
    raw,
  };
}

function stateOf(differences: readonly string[], raw: RawRecord | null): Custody['state'] {
  if (differences.length > 0) return 'broken';
  return raw === null ? 'missing' : 'confirmed';
}

import type { DataFile } from '../domain/generated/manifest.js';
import type { Run } from '../domain/generated/run.js';
import type { ChainedEntry } from './chain-entry.js';

/** What an object is; the first part of its key. */
export type ObjectKind = 'raw' | 'data' | 'quarantine' | 'corrections' | 'repairs' | 'results';

/** An object of the store as a chain entry or a run record names it. */
export type NamedObject = {
  key: string;
  kind: ObjectKind;
  /** Hash and size as they are recorded; null where the record does not say. */
  sha256: string | null;
  bytes: number | null;
  /** Rows, of Parquet. */
  rows: number | null;
  /** Key of the record that names it. */
  named_by: string;
  /** Feed of the record; null of a run's results, which are of all feeds. */
  feed: string | null;
  trade_date: string;
  dataset: string | null;
};

/** The objects that an entry needs: raw bytes, data files, quarantine, corrections, repair. */
export function namedByEntry({ key, entry }: ChainedEntry): NamedObject[] {
  if (entry.kind !== 'delivery' && entry.kind !== 'replay' && entry.kind !== 'refusal') return [];
  const { delivery, feed, trade_date } = entry;
  const named = { named_by: key, feed, trade_date, rows: null, dataset: null };
  const raw: NamedObject = {
    ...named,
    key: entry.raw_key,
    kind: 'raw',
    sha256: delivery.sha256,
    bytes: delivery.bytes,
  };
  if (entry.kind === 'refusal') return [raw];
  const quarantine = entry.quarantine === null ? [] : [entry.quarantine];
  const corrections = entry.corrections === undefined ? [] : [entry.corrections];
  const repair = entry.repair === null ? [] : [entry.repair];
  return [
    { ...raw, dataset: entry.dataset },
    ...entry.files.map(
      (file): NamedObject => ({ ...named, ...pick(file), kind: 'data', dataset: file.dataset }),
    ),
    ...quarantine.map(
      (file): NamedObject => ({
        ...named,
        ...pick({ ...file, trade_date }),
        kind: 'quarantine',
        dataset: entry.dataset,
      }),
    ),
    ...corrections.map(
      (file): NamedObject => ({ ...named, ...pick({ ...file, trade_date }), kind: 'corrections' }),
    ),
    ...repair.map(
      ({ key: object, sha256 }): NamedObject => ({
        ...named,
        key: object,
        kind: 'repairs',
        sha256,
        bytes: null,
      }),
    ),
  ];
}

function pick({
  key,
  sha256,
  bytes,
  rows,
  trade_date,
}: Pick<DataFile, 'key' | 'sha256' | 'bytes' | 'rows' | 'trade_date'>): Pick<
  NamedObject,
  'key' | 'sha256' | 'bytes' | 'rows' | 'trade_date'
> {
  return { key, sha256, bytes, rows, trade_date };
}

/** The results that the record of a run names. */
export function namedByRun(record_key: string, run: Run): NamedObject[] {
  const results = [
    { key: run.alerts_key, sha256: run.alerts_sha256 ?? null },
    { key: run.evidence_key, sha256: run.evidence_sha256 ?? null },
  ];
  return results.map((result) => ({
    ...result,
    kind: 'results',
    bytes: null,
    rows: null,
    named_by: record_key,
    feed: null,
    trade_date: run.trade_date,
    dataset: null,
  }));
}

import type { Alert } from '../domain/generated/alert.js';
import type { Evidence } from '../domain/generated/evidence.js';
import type { Run } from '../domain/generated/run.js';
import { OperationalFailure } from '../domain/operational-failure.js';
import { sha256 } from '../domain/sha256.js';
import type { ObjectStore } from '../store/object-store.js';
import { inParallel } from './in-parallel.js';
import { missingObject } from './kept-file.js';

/** A recorded run with its place among the runs of its trade date, from 1. */
export type RecordedRun = { run: Run; sequence: number };

const ATTEMPTS = 16;
const READERS = 32;

/** Key of the alerts or evidence of a run. */
export function resultKey(trade_date: string, run_id: string, part: 'alerts' | 'evidence'): string {
  return `results/trade_date=${trade_date}/run=${run_id}/${part}.jsonl`;
}

/** The newest run of a trade date; null where none was recorded. */
export async function readLatestRun(store: ObjectStore, trade_date: string): Promise<RecordedRun | null> {
  const objects = await store.list(`runs/trade_date=${trade_date}/`);
  const newest = objects.at(-1);
  if (newest === undefined) return null;
  return { run: await readRun(store, newest.key), sequence: objects.length };
}

async function readRun(store: ObjectStore, key: string): Promise<Run> {
  const bytes = await store.get(key);
  if (bytes === null) throw new OperationalFailure('object-missing', { key });
  return JSON.parse(Buffer.from(bytes).toString('utf8')) as Run;
}

/** All recorded runs of a trade date, in the order in which they were recorded. */
export async function readRuns(store: ObjectStore, trade_date: string): Promise<RecordedRun[]> {
  const objects = await store.list(`runs/trade_date=${trade_date}/`);
  return inParallel(objects, READERS, async ({ key }, index) => ({
    run: await readRun(store, key),
    sequence: index + 1,
  }));
}

/** The newest record of a run by its id and trade date, with its bytes; null where it is not recorded. */
export async function readRecordedRun(
  store: ObjectStore,
  { trade_date, run_id }: Pick<Run, 'trade_date' | 'run_id'>,
): Promise<{ run: Run; bytes: Uint8Array } | null> {
  for (const { key } of (await store.list(`runs/trade_date=${trade_date}/`)).toReversed()) {
    const bytes = await store.get(key);
    if (bytes === null) throw new OperationalFailure('object-missing', { key });
    const run = JSON.parse(Buffer.from(bytes).toString('utf8')) as Run;
    if (run.run_id === run_id) return { run, bytes };
  }
  return null;
}

/** Trade dates (`yyyy-MM-dd`) of which a run was recorded, ascending. */
export async function listRunDates(store: ObjectStore): Promise<string[]> {
  const objects = await store.list('runs/');
  return [...new Set(objects.map((object) => /trade_date=([0-9-]+)/.exec(object.key)?.[1] ?? ''))].sort();
}

/**
 * Records a run after its alerts and evidence; a run with the same id as the newest one adds nothing.
 *
 * Throws `commit-contended` where 16 places in a row were taken by other writers.
 */
export async function recordRun(
  store: ObjectStore,
  run: Run,
  results: { alerts: readonly Alert[]; evidence: readonly Evidence[] },
): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const latest = await readLatestRun(store, run.trade_date);
    if (latest?.run.run_id === run.run_id) return;
    const alerts = toLines(results.alerts);
    const evidence = toLines(results.evidence);
    await store.putIfAbsent(run.alerts_key, { bytes: alerts });
    await store.putIfAbsent(run.evidence_key, { bytes: evidence });
    const sequence = String((latest?.sequence ?? 0) + 1).padStart(8, '0');
    const key = `runs/trade_date=${run.trade_date}/${sequence}.json`;
    const recorded: Run = { ...run, alerts_sha256: sha256(alerts), evidence_sha256: sha256(evidence) };
    const bytes = Buffer.from(`${JSON.stringify(recorded, null, 1)}\n`, 'utf8');
    if ((await store.putIfAbsent(key, { bytes })).outcome === 'stored') return;
  }
  throw new OperationalFailure('commit-contended', { feed: 'runs', attempts: ATTEMPTS }, { retryable: true });
}

/** The alerts of a run, in the order in which they were recorded. */
export async function readAlerts(store: ObjectStore, run: Run): Promise<Alert[]> {
  return (await readLines(store, run.alerts_key)) as Alert[];
}

/** The evidence of a run, in the order in which it was recorded. */
export async function readEvidence(store: ObjectStore, run: Run): Promise<Evidence[]> {
  return (await readLines(store, run.evidence_key)) as Evidence[];
}

function toLines(documents: readonly unknown[]): Buffer {
  return Buffer.from(documents.map((document) => `${JSON.stringify(document)}\n`).join(''), 'utf8');
}

async function readLines(store: ObjectStore, key: string): Promise<unknown[]> {
  const bytes = await store.get(key);
  if (bytes === null) throw await missingObject(store, key);
  const lines = Buffer.from(bytes).toString('utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as unknown);
}

import { OperationalFailure } from '../domain/operational-failure.js';
import { sha256 } from '../domain/sha256.js';
import type { ObjectStore } from '../store/object-store.js';
import type { ResultRow } from '../surveillance/collect-alerts.js';

/** The rows that a plan's two queries gave, every value as text or null. */
export type JobRows = { engine: string; alerts: ResultRow[]; evidence: ResultRow[] };

type Part = { rows: number; sha256: string };
type ResultFile = { plan_id: string; engine: string; alerts: Part; evidence: Part };

/**
 * Reads what an attempt wrote under a prefix, whichever engine wrote it; null where `result.json`, which is written last, is
 * not there.
 *
 * Throws `job-result-damaged` where it is of another plan, or a file is not what `result.json` says.
 */
export async function readJobRows(store: ObjectStore, out: string, plan_id: string): Promise<JobRows | null> {
  const key = `${out}result.json`;
  const bytes = await store.get(key);
  if (bytes === null) return null;
  const result = resultOf(key, bytes);
  if (result.plan_id !== plan_id) {
    throw new OperationalFailure('job-result-damaged', { key, expected: plan_id, actual: result.plan_id });
  }
  const [alerts, evidence] = await Promise.all([
    readRows(store, `${out}alerts-${result.alerts.sha256}.json`, result.alerts),
    readRows(store, `${out}evidence-${result.evidence.sha256}.json`, result.evidence),
  ]);
  return { engine: result.engine, alerts, evidence };
}

function resultOf(key: string, bytes: Uint8Array): ResultFile {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8')) as ResultFile;
  } catch (cause) {
    const data = { key, expected: 'JSON', actual: `${bytes.length} bytes of something else` };
    throw new OperationalFailure('job-result-damaged', data, { cause });
  }
}

async function readRows(store: ObjectStore, key: string, part: Part): Promise<ResultRow[]> {
  const bytes = await store.get(key);
  const actual = bytes === null ? 'nothing' : sha256(bytes);
  if (bytes === null || actual !== part.sha256) {
    throw new OperationalFailure('job-result-damaged', { key, expected: part.sha256, actual });
  }
  const lines = Buffer.from(bytes).toString('utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as ResultRow);
}

/**
 * Writes rows as `spark/run_plan.py` does: one JSON object a line, sorted, and `result.json` last.
 *
 * Files are named by their hash, so that a second try of the same attempt changes nothing of the first; the first `result.json` stays.
 */
export async function writeJobRows(
  store: ObjectStore,
  out: string,
  { plan_id, engine, alerts, evidence }: JobRows & { plan_id: string },
): Promise<void> {
  const put = async (name: string, text: string): Promise<void> => {
    await store.putIfAbsent(`${out}${name}.json`, { bytes: Buffer.from(text, 'utf8') });
  };
  const texts = { alerts: linesOf(alerts), evidence: linesOf(evidence) };
  const result: ResultFile = {
    plan_id,
    engine,
    alerts: { rows: alerts.length, sha256: sha256(texts.alerts) },
    evidence: { rows: evidence.length, sha256: sha256(texts.evidence) },
  };
  await put(`alerts-${result.alerts.sha256}`, texts.alerts);
  await put(`evidence-${result.evidence.sha256}`, texts.evidence);
  await put('result', `${JSON.stringify(result)}\n`);
}

function linesOf(rows: readonly ResultRow[]): string {
  return rows
    .map((row) => `${JSON.stringify(sortedKeys(row))}\n`)
    .sort()
    .join('');
}

function sortedKeys(row: ResultRow): ResultRow {
  return Object.fromEntries(Object.entries(row).sort(([left], [right]) => (left < right ? -1 : 1)));
}

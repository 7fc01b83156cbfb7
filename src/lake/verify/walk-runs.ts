import { documentFault } from '../../domain/document-fault.js';
import type { Run } from '../../domain/generated/run.js';
import type { ObjectStore } from '../../store/object-store.js';
import { inParallel } from '../in-parallel.js';
import { type NamedObject, namedByRun } from '../named-objects.js';
import { type Finding, finding } from './finding.js';

/** A recorded run as it was read anew. */
export type WalkedRun = { key: string; run: Run };

const READERS = 32;

/** Reads the record of every run and checks form and numbering; nothing stops at a fault. */
export async function walkRuns(store: ObjectStore): Promise<{ runs: WalkedRun[]; findings: Finding[] }> {
  const objects = await store.list('runs/');
  const read = await inParallel(objects, READERS, ({ key }) => readRun(store, key));
  const gaps = objects.flatMap(({ key }, index) => gapBefore(key, objects[index - 1]?.key ?? ''));
  return {
    runs: read.flatMap((one) => ('run' in one ? [one] : [])),
    findings: [...read.flatMap((one) => ('run' in one ? [] : [one])), ...gaps],
  };
}

async function readRun(store: ObjectStore, key: string): Promise<WalkedRun | Finding> {
  try {
    const run = JSON.parse(Buffer.from((await store.get(key)) ?? []).toString('utf8')) as Run;
    const reason = await documentFault('run', run);
    return reason === null ? { key, run } : finding('run-unreadable', key, { reason });
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return finding('run-unreadable', key, { reason: error.message });
  }
}

function gapBefore(key: string, before: string): Finding[] {
  const [folder, sequence] = placeOf(key);
  const [other, last] = placeOf(before);
  const expected = `${folder}${String(folder === other ? last + 1 : 1).padStart(8, '0')}.json`;
  return (folder === other && sequence === last + 1) || (folder !== other && sequence === 1)
    ? []
    : [finding('run-gap', key, { expected })];
}

function placeOf(key: string): [string, number] {
  const end = key.lastIndexOf('/') + 1;
  return [key.slice(0, end), Number(key.slice(end).replace('.json', ''))];
}

/** Whether the data files that runs read are those that manifests name. */
export function checkInputs(
  runs: readonly WalkedRun[],
  named: ReadonlyMap<string, Pick<NamedObject, 'sha256'>>,
): Finding[] {
  return runs.flatMap(({ key, run }) =>
    run.inputs
      .filter((input) => named.get(input.key)?.sha256 !== input.sha256)
      .map((input) => finding('run-input-unknown', key, { object: input.key })),
  );
}

/** Whether a run's results hold as many alerts as the run says. `results` are bytes of an object, by key. */
export async function checkResults(
  store: ObjectStore,
  runs: readonly WalkedRun[],
  present: (object: NamedObject) => boolean,
): Promise<Finding[]> {
  const findings = await inParallel(runs, READERS, async ({ key, run }): Promise<Finding[]> => {
    const [alerts] = namedByRun(key, run);
    if (alerts === undefined || !present(alerts)) return [];
    const bytes = Buffer.from((await store.get(alerts.key)) ?? []);
    const actual = bytes.toString('latin1').split('\n').length - 1;
    const expected = run.patterns.reduce((total, pattern) => total + pattern.alerts, 0);
    return actual === expected
      ? []
      : [finding('run-results-differ', alerts.key, { actual, expected, what: 'alerts' })];
  });
  return findings.flat();
}

import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packageRoot } from '../../src/domain/package-root.js';
import { DuckDbSession } from '../../src/engine/duckdb-session.js';
import { readViewColumns } from '../../src/lake/canonical-dataset.js';
import { collectAlerts } from '../../src/surveillance/collect-alerts.js';
import { type CaseGroup, groupCases, nameOfGroup } from '../surveillance/support/case-groups.js';
import { engineRecord, recordedRun, told } from '../surveillance/support/parity-record.js';
import { caseTradeDate, readPatternCases } from '../surveillance/support/pattern-case.js';
import { runCase, settingsOf } from '../surveillance/support/run-case.js';
import { planCase } from './support/case-lake.js';
import { patternsOnSpark } from './support/patterns-on-spark.js';
import { runOnSpark, type SparkRows } from './support/spark-suite.js';

const folder = path.join(packageRoot(), 'patterns');
const patterns = await patternsOnSpark();
const columns = await readViewColumns();
const cases = await readPatternCases(folder);

const groups = groupCases(patterns, cases);

let work: string;
let results: SparkRows[];

beforeAll(async () => {
  work = await mkdtemp(path.join(os.tmpdir(), 'tapewarden-spark-'));
  const session = await DuckDbSession.open({ folders: [work], spill: path.join(work, 'spill') });
  const tasks = [];
  for (const [index, { pattern, combined }] of groups.entries()) {
    const lake = path.join(work, `lake-${index}`);
    tasks.push({ plan: await planCase(session, lake, { pattern, patternCase: combined, columns }), lake });
  }
  session.close();
  results = await runOnSpark(work, tasks);
});

afterAll(() => rm(work, { recursive: true, force: true }));

describe.each(groups.map((group, index) => [nameOfGroup(group), group, index] as const))(
  '%s',
  (_, group, index) => {
    const { pattern, combined } = group;

    test('Spark finds the same alerts and evidence as DuckDB', async () => {
      const { alerts, evidence } = await runCase(pattern, combined, columns);
      expect(onSpark(group, index)).toEqual({ alerts, evidence });
    });
  },
);

test.each(patterns.map((pattern) => [pattern.spec.id, pattern] as const))(
  'what Spark finds in all cases is on record: %s',
  async (id, pattern) => {
    const own = groups
      .map((group, index) => ({ group, index }))
      .filter(({ group }) => group.pattern === pattern);
    const found = engineRecord(engineOf(results), pattern, {
      cases: cases.filter(({ pattern_id }) => pattern_id === id),
      results: own.flatMap(({ group, index }) => told(onSpark(group, index))),
    });
    expect(await recordedRun(id, 'spark', found)).toEqual(found);
  },
);

function onSpark({ pattern, combined }: CaseGroup, index: number): ReturnType<typeof collectAlerts> {
  const rows = results[index] as SparkRows;
  if ('error' in rows) throw new Error(rows.error);
  const { settings_sha256, values } = settingsOf(pattern, combined.settings);
  const origin = { spec: pattern.spec, settings_sha256, settings: values, trade_date: caseTradeDate };
  return collectAlerts(origin, rows.alerts, rows.evidence);
}

function engineOf([first]: readonly SparkRows[]): string {
  return first !== undefined && 'engine' in first ? first.engine : 'unknown';
}

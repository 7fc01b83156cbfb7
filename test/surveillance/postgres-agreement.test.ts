import path from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packageRoot } from '../../src/domain/package-root.js';
import { historyOf, readViewColumns } from '../../src/lake/canonical-dataset.js';
import { bindPattern } from '../../src/surveillance/bind-pattern.js';
import { collectAlerts, type ResultRow } from '../../src/surveillance/collect-alerts.js';
import type { Pattern } from '../../src/surveillance/load-pattern.js';
import { loadPatternCatalogue } from '../../src/surveillance/load-pattern-catalogue.js';
import { type CaseGroup, groupCases, nameOfGroup } from './support/case-groups.js';
import { type EngineName, engineRecord, recordedRun, told } from './support/parity-record.js';
import { caseDay, caseSql, caseTradeDate, readPatternCases } from './support/pattern-case.js';
import { runCase, settingsOf, withSession } from './support/run-case.js';

const folder = path.join(packageRoot(), 'patterns');
const { patterns } = await loadPatternCatalogue(folder);
const canonical = await readViewColumns();
const cases = await readPatternCases(folder);

let postgres: PGlite;
/** What each engine has told of each pattern. */
const all = new Map<string, string[]>();

beforeAll(async () => {
  postgres = await PGlite.create();
}, 60_000);

afterAll(async () => {
  await postgres.close();
});

/** A group on Postgres, which shares integer division, null order and exact decimals with Redshift. */
async function runOnPostgres({ pattern, combined }: CaseGroup) {
  const settings = settingsOf(pattern, combined.settings);
  const bound = bindPattern(pattern, settings, caseDay);
  await postgres.exec('DROP SCHEMA public CASCADE; CREATE SCHEMA public;');
  await postgres.exec(caseSql(combined, canonical));
  const { reads_if_present = {}, reads_history = {} } = pattern.spec;
  for (const view of [...Object.keys(reads_if_present), ...Object.keys(reads_history).map(historyOf)]) {
    const columns = canonical.get(view);
    if (columns !== undefined && !combined.datasets.has(view))
      await postgres.exec(caseSql({ datasets: new Map([[view, []]]) }, canonical));
  }
  await postgres.exec(`CREATE TABLE alerts AS ${bound.alerts_sql}`);
  const alertRows = await postgres.query<ResultRow>('SELECT * FROM alerts');
  const evidenceRows = await postgres.query<ResultRow>(bound.evidence_sql);
  const origin = {
    spec: pattern.spec,
    settings_sha256: settings.settings_sha256,
    settings: settings.values,
    trade_date: caseTradeDate,
  };
  return collectAlerts(origin, alertRows.rows, evidenceRows.rows);
}

describe.each(groupCases(patterns, cases).map((group) => [nameOfGroup(group), group] as const))(
  '%s',
  (_, group) => {
    const { pattern, combined } = group;

    test('DuckDB and Postgres find the same alerts and evidence', async () => {
      const embedded = await runCase(pattern, combined, canonical);
      const { alerts, evidence } = await runOnPostgres(group);
      expect(alerts).toEqual(embedded.alerts);
      expect(evidence).toEqual(embedded.evidence);
      keep('duckdb', pattern, told(embedded));
      keep('postgres', pattern, told({ alerts, evidence }));
    });

    test.runIf(group.cases.length > 1)('its cases side by side say what each says alone', async () => {
      const alone: string[] = [];
      for (const one of group.cases) alone.push(...told(await runCase(pattern, one, canonical)));
      expect(told(await runCase(pattern, combined, canonical))).toEqual(alone.sort());
    });
  },
);

function keep(engine: EngineName, { spec }: Pattern, said: string[]): void {
  const key = `${engine} ${spec.id}`;
  all.set(key, [...(all.get(key) ?? []), ...said]);
}

test.each(
  patterns.flatMap((pattern) =>
    (['duckdb', 'postgres'] as const).map((engine) => [engine, pattern.spec.id, pattern] as const),
  ),
)('what %s finds in all cases is on record: %s', async (engine, id, pattern) => {
  const found = engineRecord(await versionOf(engine), pattern, {
    cases: cases.filter(({ pattern_id }) => pattern_id === id),
    results: all.get(`${engine} ${id}`) ?? [],
  });
  expect(await recordedRun(id, engine, found)).toEqual(found);
});

async function versionOf(engine: 'duckdb' | 'postgres'): Promise<string> {
  const sql = 'SELECT version() AS version';
  const [row] =
    engine === 'duckdb'
      ? await withSession((session) => session.rows(sql))
      : (await postgres.query<{ version: string }>(sql)).rows;
  return `${engine} ${/[0-9]+(\.[0-9]+)*/.exec(String(row?.['version']))?.[0]}`;
}

import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packageRoot } from '../../src/domain/package-root.js';
import { DuckDbSession } from '../../src/engine/duckdb-session.js';
import { readViewColumns } from '../../src/lake/canonical-dataset.js';
import { CASE_DATE, type CaseDay, loadCaseDay } from '../../src/surveillance/cases/case-day.js';
import { runCase } from '../../src/surveillance/cases/run-case.js';
import type { PatternResult } from '../../src/surveillance/evaluate-pattern.js';
import { loadPatternCatalogue } from '../../src/surveillance/load-pattern-catalogue.js';
import { temporaryFolder } from '../cli/support/run-cli.js';
import { combineCases } from './support/combine-cases.js';
import { readPatternCases } from './support/pattern-case.js';
import { settingsOf } from './support/run-case.js';

const columns = await readViewColumns();
const { patterns } = await loadPatternCatalogue();
const cases = await readPatternCases(path.join(packageRoot(), 'patterns'));
const { folder, remove } = temporaryFolder();
let session: DuckDbSession;
let written: CaseDay;
let later: CaseDay;

beforeAll(async () => {
  session = await DuckDbSession.open({ folders: [], spill: path.join(folder, 'spill') });
  written = await loadCaseDay(CASE_DATE);
  // Four weeks on: another regular session, as far from every holiday of the market as the cases need.
  later = await loadCaseDay('2026-12-18');
});
afterAll(() => {
  session.close();
  remove();
});

/** What a result says, with its instants counted from the open of the session. */
function fromTheOpen({ alerts, evidence, ...rest }: PatternResult, { session: hours }: CaseDay): unknown {
  const since = (ns: string): string => (BigInt(ns) - (hours?.open_ns ?? 0n)).toString();
  const told = alerts.map(({ alert_id, trade_date: _, ...alert }) => ({
    ...alert,
    first_ts_ns: since(alert.first_ts_ns),
    last_ts_ns: since(alert.last_ts_ns),
    evidence: evidence
      .filter((event) => event.alert_id === alert_id)
      .map(({ alert_id: __, ...event }) => ({ ...event, event_ts_ns: since(event.event_ts_ns) })),
  }));
  return { ...rest, told: told.map((one) => JSON.stringify(one)).sort() };
}

describe('the same events on another day give the same alerts', () => {
  test.each(patterns.map((pattern) => [pattern.spec.id, pattern] as const))('%s', async (id, pattern) => {
    const own = cases.filter(
      ({ pattern_id, settings }) => pattern_id === id && Object.keys(settings).length === 0,
    );
    // The canary is there even where every case has settings of its own.
    const { datasets } = combineCases(pattern.canary === null ? own : [...own, pattern.canary]);
    const one = { pattern, settings: settingsOf(pattern), datasets };
    const then = fromTheOpen(await runCase(session, one, { columns, day: written }), written);
    expect(fromTheOpen(await runCase(session, one, { columns, day: later }), later)).toEqual(then);
  });
});

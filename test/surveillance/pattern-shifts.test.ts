import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packageRoot } from '../../src/domain/package-root.js';
import { zonedInstant } from '../../src/domain/zoned-time.js';
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
/** Another date first; then other times, which say nothing of a window that reaches into earlier sessions: those do not move. */
let elsewhere: readonly CaseDay[];

beforeAll(async () => {
  session = await DuckDbSession.open({ folders: [], spill: path.join(folder, 'spill') });
  written = await loadCaseDay(CASE_DATE);
  elsewhere = [
    // Four weeks on: another regular session, as far from every holiday of the market as the cases need.
    await loadCaseDay('2026-12-18'),
    // By odd numbers of nanoseconds, so that events that shared a bucket of any window are parted and others meet.
    ...[1n, -733_000_000_019n].map((by) => shifted(written, by)),
  ];
});
afterAll(() => {
  session.close();
  remove();
});

/** The day with its session, and so all that happens on it, earlier or later. */
function shifted(day: CaseDay, by: bigint): CaseDay {
  const { session, previous_close_ns } = day;
  if (session === null) throw new Error('a case takes place in a session');
  return {
    ...day,
    session: { ...session, open_ns: session.open_ns + by, close_ns: session.close_ns + by },
    previous_close_ns: previous_close_ns === null ? null : previous_close_ns + by,
  };
}

/** What a result says, with its instants counted from the open of the session; those of earlier sessions, which are not shifted, from 9:30. */
function fromTheOpen({ alerts, evidence, ...rest }: PatternResult, day: CaseDay): unknown {
  const [open, usual] = [
    day.session?.open_ns ?? 0n,
    zonedInstant(day.trade_date, '09:30', 'America/New_York'),
  ];
  const isEarlier = (ns: string): boolean => BigInt(ns) <= (day.previous_close_ns ?? 0n);
  const since = (ns: string): string => (BigInt(ns) - (isEarlier(ns) ? usual : open)).toString();
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

describe('the same events on another day or at another time give the same alerts', () => {
  test.each(patterns.map((pattern) => [pattern.spec.id, pattern] as const))('%s', async (id, pattern) => {
    const own = cases.filter(
      ({ pattern_id, settings }) => pattern_id === id && Object.keys(settings).length === 0,
    );
    // The canary is there even where every case has settings of its own.
    const { datasets } = combineCases(pattern.canary === null ? own : [...own, pattern.canary]);
    const one = { pattern, settings: settingsOf(pattern), datasets };
    const then = fromTheOpen(await runCase(session, one, { columns, day: written }), written);
    for (const day of id === 'insider-trading' ? elsewhere.slice(0, 1) : elsewhere)
      expect(fromTheOpen(await runCase(session, one, { columns, day }), day)).toEqual(then);
  });
});

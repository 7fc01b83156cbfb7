import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { DuckDbSession } from '../../../src/engine/duckdb-session.js';
import { isHistory, type ViewColumns } from '../../../src/lake/canonical-dataset.js';
import { bindPattern } from '../../../src/surveillance/bind-pattern.js';
import { evaluatePattern, type PatternResult } from '../../../src/surveillance/evaluate-pattern.js';
import type { Pattern } from '../../../src/surveillance/load-pattern.js';
import { type ResolvedSettings, resolveSettings } from '../../../src/surveillance/resolve-settings.js';
import { caseDay, caseSql, type ExpectedAlert, type PatternCase } from './pattern-case.js';

export function settingsOf(
  pattern: Pattern,
  overrides: Readonly<Record<string, string>> = {},
): ResolvedSettings {
  const settings = resolveSettings(pattern.spec.settings, overrides, { file: 'settings.yaml' });
  if (Array.isArray(settings)) throw new Error(JSON.stringify(settings));
  return settings;
}

/** Gives a fresh session to an action and closes it. */
export async function withSession<T>(action: (session: DuckDbSession) => Promise<T>): Promise<T> {
  const spill = await mkdtemp(path.join(os.tmpdir(), 'tapewarden-case-'));
  const session = await DuckDbSession.open({ folders: [], spill });
  try {
    return await action(session);
  } finally {
    session.close();
    await rm(spill, { recursive: true, force: true });
  }
}

let shared: Promise<DuckDbSession> | undefined;

/** The session of all cases that this process runs: none of them is so large that it would spill. */
async function sharedSession(): Promise<DuckDbSession> {
  shared ??= DuckDbSession.open({
    folders: [],
    spill: path.join(os.tmpdir(), `tapewarden-case-${process.pid}`),
  });
  return shared;
}

/** Runs one case's data through a pattern on DuckDB; all cases share one session, emptied in between. */
export async function runCase(
  pattern: Pattern,
  patternCase: Pick<PatternCase, 'datasets' | 'settings'>,
  canonical: ViewColumns,
): Promise<PatternResult> {
  const session = await sharedSession();
  const emptied = [...canonical.keys()].map((name) => `DROP TABLE IF EXISTS main.${name};`);
  await session.run(`${emptied.join('\n')}\n${caseSql(patternCase, canonical)}`);
  const settings = settingsOf(pattern, patternCase.settings);
  return await evaluatePattern(session, {
    pattern,
    settings,
    sql: bindPattern(pattern, settings, caseDay),
    day: caseDay,
    available: new Set(patternCase.datasets.keys()),
    sessions: sessionsOf(patternCase),
  });
}

function sessionsOf({ datasets }: Pick<PatternCase, 'datasets'>): ReadonlyMap<string, number> {
  const histories = [...datasets].filter(([view]) => isHistory(view));
  return new Map(
    histories.map(([view, rows]) => [
      view.replace(/_history$/, ''),
      new Set(rows.map((row) => row['sessions_ago'])).size,
    ]),
  );
}

/** What a result says, in the form of expected.yaml; only the measures that the expectation names. */
export function asExpected(result: PatternResult, expected: readonly ExpectedAlert[]): ExpectedAlert[] {
  return result.alerts.map((alert, index) => {
    const evidence: Record<string, string[]> = {};
    for (const event of result.evidence.filter(({ alert_id }) => alert_id === alert.alert_id)) {
      evidence[event.role] = [...(evidence[event.role] ?? []), event.event_id].sort();
    }
    const named = expected[index]?.measures;
    const measures =
      named && Object.fromEntries(Object.keys(named).map((name) => [name, alert.measures[name] ?? null]));
    return { subject: alert.subject, ...(measures ? { measures } : {}), evidence };
  });
}

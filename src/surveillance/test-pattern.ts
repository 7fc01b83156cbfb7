import path from 'node:path';
import type { TestedCase, TestedPattern } from '../domain/generated/pattern-test.js';
import { DuckDbSession } from '../engine/duckdb-session.js';
import { readViewColumns } from '../lake/canonical-dataset.js';
import { namesIn } from '../store/local-files.js';
import { CASE_DATE, loadCaseDay } from './cases/case-day.js';
import { judgeCase } from './cases/judge-case.js';
import type { PatternCase } from './cases/pattern-case.js';
import { readPatternCase } from './cases/read-pattern-case.js';
import { runCase } from './cases/run-case.js';
import type { PatternResult } from './evaluate-pattern.js';
import type { Pattern } from './load-pattern.js';
import type { PatternProblem } from './pattern-problem.js';
import { type ResolvedSettings, resolveSettings } from './resolve-settings.js';

/** The cases of a pattern's folder and its canary, by name; or what is wrong with their files. */
export async function readCases(folder: string, pattern: Pattern): Promise<PatternCase[] | PatternProblem[]> {
  const cases: PatternCase[] = pattern.canary === null ? [] : [pattern.canary];
  const problems: PatternProblem[] = [];
  const names = (await namesIn(folder, 'folders')).includes('cases')
    ? await namesIn(path.join(folder, 'cases'), 'folders')
    : [];
  for (const name of names) {
    const read = await readPatternCase(path.join(folder, 'cases', name), pattern.spec.id);
    if (Array.isArray(read)) problems.push(...read);
    else cases.push(read);
  }
  return problems.length > 0 ? problems : cases;
}

/** Runs every case of a pattern on the embedded database, each with its own settings; `spill` is a folder for the database. */
export async function testPattern(
  pattern: Pattern,
  cases: readonly PatternCase[],
  { spill }: { spill: string },
): Promise<TestedPattern> {
  const means = { columns: await readViewColumns(), day: await loadCaseDay(CASE_DATE) };
  const session = await DuckDbSession.open({ folders: [], spill });
  const met = new Set<string>();
  const tested: TestedCase[] = [];
  try {
    for (const one of cases) {
      const settings = resolveSettings(pattern.spec.settings, one.settings, {
        file: `${one.name}/settings.yaml`,
      });
      if (Array.isArray(settings)) {
        tested.push({
          name: one.name,
          differences: settings.map(({ code }) => `settings.yaml is not valid: ${code}`),
        });
        continue;
      }
      const result = await runCase(session, { pattern, settings, datasets: one.datasets }, means);
      for (const name of thresholdsMet(pattern, settings, result)) met.add(name);
      tested.push({ name: one.name, differences: judgeCase(result, one.expected) });
    }
  } finally {
    session.close();
  }
  const compared = Object.values(pattern.spec.measures).flatMap(({ setting }) => setting ?? []);
  return {
    pattern_id: pattern.spec.id,
    version: pattern.spec.version,
    cases: tested,
    untested_thresholds: [...new Set(compared)].filter((name) => !met.has(name)).sort(),
  };
}

function thresholdsMet({ spec }: Pattern, { values }: ResolvedSettings, { alerts }: PatternResult): string[] {
  return Object.entries(spec.measures).flatMap(([measure, { setting }]) =>
    setting !== undefined && alerts.some(({ measures }) => measures[measure] === values[setting])
      ? [setting]
      : [],
  );
}

import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { MarketDay } from '../../../src/lake/calendar/market-day.js';
import type { ViewColumns } from '../../../src/lake/canonical-dataset.js';
import { CASE_DATE, loadCaseDay } from '../../../src/surveillance/cases/case-day.js';
import { caseTablesSql } from '../../../src/surveillance/cases/case-tables.js';
import type { CaseRow, ExpectedAlert, PatternCase } from '../../../src/surveillance/cases/pattern-case.js';
import { readPatternCase } from '../../../src/surveillance/cases/read-pattern-case.js';
import { formatPatternProblem } from '../../../src/surveillance/pattern-problem.js';

export type { CaseRow, ExpectedAlert, PatternCase };

export const caseTradeDate = CASE_DATE;

const written = await loadCaseDay(CASE_DATE);

/** That trade date with its regular session. */
export const caseDay: MarketDay = {
  trade_date: written.trade_date,
  session: written.session,
  closed: written.closed,
  previous_close_ns: written.previous_close_ns,
};

/** Every case of every pattern, sorted by pattern and name. A file that is none of the known ones is an error. */
export async function readPatternCases(patternsFolder: string): Promise<PatternCase[]> {
  const cases: PatternCase[] = [];
  for (const pattern of (await readdir(patternsFolder)).sort()) {
    const folder = path.join(patternsFolder, pattern, 'cases');
    if (!existsSync(folder)) continue;
    for (const name of (await readdir(folder)).sort()) {
      const read = await readPatternCase(path.join(folder, name), pattern);
      if (Array.isArray(read)) throw new Error(read.map(formatPatternProblem).join('\n'));
      cases.push(read);
    }
  }
  return cases;
}

/** The SQL of all datasets that a case gives, in any engine. */
export function caseSql(patternCase: Pick<PatternCase, 'datasets'>, canonical: ViewColumns): string {
  return caseTablesSql(patternCase, canonical, written);
}

/** The trade date of a row: that of the case, or of so many sessions before it. */
export function dateOf({ sessions_ago }: CaseRow): string {
  return written.earlier[Number(sessions_ago ?? 0) - 1] ?? CASE_DATE;
}

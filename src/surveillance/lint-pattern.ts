import path from 'node:path';
import type { LintFinding } from '../domain/generated/pattern-lint.js';
import { lintPortableSql } from '../engine/lint-portable-sql.js';
import { namesIn, readIfThere } from '../store/local-files.js';
import type { PatternCase } from './cases/pattern-case.js';
import type { Pattern } from './load-pattern.js';
import { nullableColumns } from './nullable-columns.js';
import { type PatternFolderRule, patternFolderRules } from './pattern-folder-rules.js';
import { formatPatternProblem } from './pattern-problem.js';
import { readCases } from './test-pattern.js';

const SECTIONS = ['## What it sees', '## What it cannot see', '## What it confuses', '## Settings'];

/** Everything in the folder of a pattern that loads which breaks a rule: of the SQL, in order of lines, then of the folder. */
export async function lintPattern(folder: string, pattern: Pattern): Promise<LintFinding[]> {
  const nullable = await nullableColumns();
  const sql = (['alerts', 'evidence'] as const).flatMap((name) =>
    lintPortableSql(pattern[`${name}_sql`], nullable).map((found) => ({ file: `${name}.sql`, ...found })),
  );
  return [
    ...sql,
    ...(await strayFindings(folder)),
    ...measureFindings(pattern),
    ...(await readmeFindings(folder, pattern)),
    ...canaryFindings(pattern),
    ...(await caseFindings(folder, pattern)),
  ];
}

function broken(rule: PatternFolderRule, file: string, text: string): LintFinding {
  return { file, line: null, rule, text, ...patternFolderRules[rule] };
}

/** Queries that nothing runs; an override for one engine is one of them. */
async function strayFindings(folder: string): Promise<LintFinding[]> {
  return (await namesIn(folder, 'files'))
    .filter((name) => name.endsWith('.sql') && name !== 'alerts.sql' && name !== 'evidence.sql')
    .map((name) => broken('sql-not-run', name, 'another query'));
}

function measureFindings({ spec }: Pattern): LintFinding[] {
  return Object.entries(spec.measures)
    .filter(([, { setting, compare }]) => (setting === undefined) !== (compare === undefined))
    .map(([name]) => broken('measure-half-compared', 'pattern.yaml', name));
}

async function readmeFindings(folder: string, { spec }: Pattern): Promise<LintFinding[]> {
  const file = 'README.md';
  const text = await readIfThere(path.join(folder, file));
  if (text === null) return [broken('readme-missing', file, 'not there')];
  return [
    ...SECTIONS.filter((heading) => !text.includes(heading)).map((heading) =>
      broken('readme-section-missing', file, heading),
    ),
    ...Object.entries(spec.settings)
      .filter(([name, setting]) => !text.includes(`| \`${name}\` | ${setting.default} |`))
      .map(([name, setting]) =>
        broken('readme-setting-differs', file, `| \`${name}\` | ${setting.default} |`),
      ),
  ];
}

function canaryFindings({ canary }: Pattern): LintFinding[] {
  if (canary === null) return [broken('canary-missing', 'canary/', 'not there')];
  const findings: LintFinding[] = [];
  if (canary.expected.length === 0)
    findings.push(broken('canary-without-alert', 'canary/expected.yaml', '[]'));
  const settings = Object.keys(canary.settings);
  if (settings.length > 0)
    findings.push(broken('canary-with-settings', 'canary/settings.yaml', settings.join(', ')));
  return findings;
}

async function caseFindings(folder: string, pattern: Pattern): Promise<LintFinding[]> {
  const read = await readCases(folder, { ...pattern, canary: null });
  const problems = read.flatMap((one) => ('code' in one ? [one] : []));
  if (problems.length > 0)
    return problems.map((problem) =>
      broken('case-not-readable', path.relative(folder, problem.at.file), formatPatternProblem(problem)),
    );
  const cases = read as PatternCase[];
  if (cases.length === 0) return [broken('cases-missing', 'cases/', 'none')];
  const firing = cases.filter(({ expected }) => expected.length > 0).length;
  if (firing > 0 && firing < cases.length) return [];
  return [
    broken('cases-one-sided', 'cases/', firing === 0 ? 'none expects an alert' : 'none expects no alert'),
  ];
}

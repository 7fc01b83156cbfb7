import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { CaseSettings } from '../../domain/generated/case-settings.js';
import { invariant } from '../../domain/invariant.js';
import type { OwnSchema } from '../../domain/own-schema.js';
import { parsePlacedYaml } from '../../domain/placed-yaml.js';
import { validateSpec } from '../../domain/validate-spec.js';
import { readViewColumns, type ViewColumns } from '../../lake/canonical-dataset.js';
import { namesIn } from '../../store/local-files.js';
import { type PatternProblem, patternProblem } from '../pattern-problem.js';
import { parseCaseRow } from './case-row.js';
import type { CaseRow, PatternCase } from './pattern-case.js';

let viewColumns: Promise<ViewColumns> | undefined;

/** What a case of a pattern and one of a query have alike: rows by dataset, settings that are no defaults, and what must come of it. */
export type CaseFiles<Expected> = Pick<PatternCase, 'name' | 'datasets' | 'settings'> & {
  readonly expected: Expected;
};

/**
 * The case in a folder, or everything that is wrong with its files; hidden files are left alone.
 *
 * A line of a .jsonl file is a JSON object of plain values by column; see `parseCaseRow`. `schema` is that of expected.yaml, a list.
 * Throws `file-unreadable`.
 */
export async function readCaseFiles<Expected extends readonly unknown[]>(
  folder: string,
  schema: 'expected-alerts' | 'expected-rows',
): Promise<CaseFiles<Expected> | PatternProblem[]> {
  const files = await namesIn(folder, 'files');
  const problems: PatternProblem[] = [];
  const report = (found: readonly PatternProblem[]): void => void problems.push(...found);
  viewColumns ??= readViewColumns();
  const columns = await viewColumns;
  const datasets = new Map<string, readonly CaseRow[]>();
  let settings: CaseSettings = {};
  let expected: Expected | null = null;
  for (const name of files) {
    const file = path.join(folder, name);
    const text = await readFile(file, 'utf8');
    if (name === 'expected.yaml') expected = await parseYaml<Expected>({ file, text, schema }, report);
    else if (name === 'settings.yaml')
      settings = (await parseYaml({ file, text, schema: 'case-settings' }, report)) ?? {};
    else if (name.endsWith('.jsonl'))
      datasets.set(path.basename(name, '.jsonl'), parseRows({ file, text, columns }, report));
    else report([patternProblem('case-file-unknown', { file }, {})]);
  }
  if (!files.includes('expected.yaml'))
    report([patternProblem('case-expectation-missing', { file: folder }, {})]);
  if (problems.length > 0) return problems;
  invariant(expected !== null, 'an expected.yaml without problems was read');
  return { name: path.basename(folder), datasets, settings, expected };
}

type Report = (problems: readonly PatternProblem[]) => void;

async function parseYaml<Value>(
  { file, text, schema }: { file: string; text: string; schema: OwnSchema },
  report: Report,
): Promise<Value | null> {
  const yaml = parsePlacedYaml(file, text);
  if (Array.isArray(yaml)) {
    report(yaml);
    return null;
  }
  const checked = await validateSpec<Value>(yaml, schema);
  // A list that is valid is told from a list of problems by being the document itself.
  if (checked === yaml.value) return yaml.value as Value;
  report(checked as PatternProblem[]);
  return null;
}

function parseRows(
  { file, text, columns }: { file: string; text: string; columns: ViewColumns },
  report: Report,
): CaseRow[] {
  const dataset = path.basename(file, '.jsonl');
  const known = columns.get(dataset);
  if (known === undefined) {
    report([patternProblem('case-dataset-unknown', { file }, { dataset, known: [...columns.keys()] })]);
    return [];
  }
  return text.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return [];
    const rows = parseCaseRow(line, [...known.keys()]);
    if (!('reason' in rows)) return rows.rows;
    report([patternProblem('case-row-not-valid', { file, line: index + 1 }, { reason: rows.reason })]);
    return [];
  });
}

import type { Place } from '../domain/diagnostic.js';
import type { PatternSpec } from '../domain/generated/pattern.js';
import type { PlacedYaml } from '../domain/placed-yaml.js';
import { lineAt, sqlParts } from '../engine/sql-parts.js';
import { historyOf, isHistory, readViewColumns, type ViewColumns } from '../lake/canonical-dataset.js';
import { compareParameters } from './pattern-parameters.js';
import { type PatternProblem, patternProblem } from './pattern-problem.js';
import { settingProblem } from './resolve-settings.js';

/** What the specification of a pattern and of a predefined query say alike: what its SQL reads and is set by. */
export type SqlSpec = Pick<PatternSpec, 'reads' | 'reads_if_present' | 'reads_history' | 'settings'>;

/** An SQL text with the file that it stands in. */
export type SqlFile = { readonly file: string; readonly text: string };

/** What a specification claims of its SQL that does not hold: datasets, columns, defaults, and parameters against settings. */
export async function checkSqlSpec(
  spec: SqlSpec,
  yaml: PlacedYaml,
  sqlFiles: readonly SqlFile[],
): Promise<PatternProblem[]> {
  const canonical = await readViewColumns();
  return [
    ...checkReads(spec, yaml, canonical),
    ...checkSettings(spec, yaml),
    ...checkParameters(spec, yaml, sqlFiles),
  ];
}

function checkReads(spec: SqlSpec, yaml: PlacedYaml, canonical: ViewColumns): PatternProblem[] {
  const datasets = [...canonical.keys()].filter((view) => !isHistory(view));
  return everyRead(spec).flatMap(({ dataset, columns, view, path }) => {
    const known = datasets.includes(dataset) ? canonical.get(view) : undefined;
    if (known === undefined) {
      const at = yaml.placeOfKey(path.slice(0, 2));
      return [patternProblem('pattern-dataset-unknown', at, { dataset, known: datasets })];
    }
    return checkColumns(columns, [...known.keys()], {
      dataset,
      placeOf: (i) => yaml.placeOf([...path, String(i)]),
    });
  });
}

type ColumnsRead = {
  readonly dataset: string;
  readonly columns: readonly string[];
  /** View that has them, and where the pattern names them. */
  readonly view: string;
  readonly path: readonly string[];
};

function everyRead({ reads, reads_if_present = {}, reads_history = {} }: SqlSpec): ColumnsRead[] {
  const ofDay = (member: string, read: SqlSpec['reads']): ColumnsRead[] =>
    Object.entries(read).map(([dataset, columns]) => ({
      dataset,
      columns,
      view: dataset,
      path: [member, dataset],
    }));
  return [
    ...ofDay('reads', reads),
    ...ofDay('reads_if_present', reads_if_present),
    ...Object.entries(reads_history).map(([dataset, { columns }]) => ({
      dataset,
      columns,
      view: historyOf(dataset),
      path: ['reads_history', dataset, 'columns'],
    })),
  ];
}

function checkColumns(
  columns: readonly string[],
  known: readonly string[],
  { dataset, placeOf }: { dataset: string; placeOf: (index: number) => Place },
): PatternProblem[] {
  return columns.flatMap((column, index) =>
    known.includes(column)
      ? []
      : [patternProblem('pattern-column-unknown', placeOf(index), { dataset, column, known })],
  );
}

function checkSettings(spec: SqlSpec, yaml: PlacedYaml): PatternProblem[] {
  const problems: PatternProblem[] = [];
  for (const [name, setting] of Object.entries(spec.settings)) {
    for (const member of ['default', 'min', 'max'] as const) {
      const given = setting[member];
      if (given === undefined) continue;
      const at = yaml.placeOf(['settings', name, member]);
      const problem = settingProblem({ name, spec: setting, given, at });
      if (problem !== null) problems.push(problem);
    }
  }
  return problems;
}

function checkParameters(spec: SqlSpec, yaml: PlacedYaml, sqlFiles: readonly SqlFile[]): PatternProblem[] {
  const texts = sqlFiles.map(({ text }) => text);
  const { unknown, unused, known } = compareParameters(spec, texts);
  const unusedProblems = unused.map((setting) =>
    patternProblem('pattern-setting-unused', yaml.placeOfKey(['settings', setting]), { setting }),
  );
  const unknownProblems = sqlFiles.flatMap(({ file, text }) =>
    sqlParts(text)
      .filter((part) => part.kind === 'parameter' && unknown.includes(part.text.slice(1)))
      .map((part) =>
        patternProblem(
          'pattern-parameter-unknown',
          { file, line: lineAt(text, part.offset) },
          { parameter: part.text.slice(1), known },
        ),
      ),
  );
  return [...unusedProblems, ...unknownProblems];
}

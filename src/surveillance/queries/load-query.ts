import path from 'node:path';
import type { QuerySpec } from '../../domain/generated/query-spec.js';
import { type PlacedYaml, parsePlacedYaml } from '../../domain/placed-yaml.js';
import { sha256 } from '../../domain/sha256.js';
import { specProblem } from '../../domain/spec-problem.js';
import { validateSpec } from '../../domain/validate-spec.js';
import { readIfThere } from '../../store/local-files.js';
import { checkSqlSpec } from '../check-sql-spec.js';
import { type PatternProblem, patternProblem } from '../pattern-problem.js';

/** One predefined query, ready to be bound and run. */
export type Query = {
  readonly spec: QuerySpec;
  readonly sql: string;
  /** SHA-256 of query.sql as it stands. */
  readonly sql_sha256: string;
};

/**
 * The query in a folder with query.yaml and query.sql, or everything that is wrong with it.
 *
 * Beyond the schema it checks the same as of a pattern, and that key, order and ratios name columns of the query. Throws
 * `file-unreadable` for anything but a missing file.
 */
export async function loadQuery(folder: string): Promise<Query | PatternProblem[]> {
  const files = { yaml: path.join(folder, 'query.yaml'), sql: path.join(folder, 'query.sql') };
  const [yamlText, sql] = await Promise.all([readIfThere(files.yaml), readIfThere(files.sql)]);
  const missing = [
    ...(yamlText === null ? [missingFile(files.yaml, 'the specification of a query')] : []),
    ...(sql === null ? [missingFile(files.sql, 'the query')] : []),
  ];
  if (yamlText === null || sql === null) return missing;
  const yaml = parsePlacedYaml(files.yaml, yamlText);
  if (Array.isArray(yaml)) return yaml;
  const spec = await validateSpec<QuerySpec>(yaml, 'query-spec');
  if (Array.isArray(spec)) return spec;
  const problems = [
    ...checkId(spec, yaml, folder),
    ...(await checkSqlSpec(spec, yaml, [{ file: files.sql, text: sql }])),
    ...checkColumns(spec, yaml),
  ];
  return problems.length > 0 ? problems : { spec, sql, sql_sha256: sha256(sql) };
}

function missingFile(file: string, expected: string): PatternProblem {
  return specProblem('spec-file-missing', { file }, { expected });
}

function checkId({ id }: QuerySpec, yaml: PlacedYaml, folder: string): PatternProblem[] {
  const name = path.basename(path.resolve(folder));
  return id === name
    ? []
    : [patternProblem('pattern-id-differs', yaml.placeOf(['id']), { id, folder: name })];
}

function checkColumns({ columns, key, order = [] }: QuerySpec, yaml: PlacedYaml): PatternProblem[] {
  const all = Object.keys(columns);
  const numbers = all.filter((name) => columns[name]?.type !== 'text' && !columns[name]?.ratio_of);
  const named = [
    ...key.map((column, index) => ({ column, known: all, at: ['key', String(index)] })),
    ...order.map(({ column }, index) => ({ column, known: all, at: ['order', String(index), 'column'] })),
    ...Object.entries(columns).flatMap(([ratio, { ratio_of = [] }]) =>
      ratio_of.map((column, index) => ({
        column,
        known: numbers,
        at: ['columns', ratio, 'ratio_of', String(index)],
      })),
    ),
  ];
  return named
    .filter(({ column, known }) => !known.includes(column))
    .map(({ column, known, at }) =>
      patternProblem('query-column-unknown', yaml.placeOf(at), { column, known }),
    );
}

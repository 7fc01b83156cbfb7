import { declaredSums } from './declared-sums.js';
import { type FeedProblem, feedProblem } from './feed-problem.js';
import { columnRule } from './mapping/column-rule.js';
import type { UncheckedFeed } from './unchecked-feed.js';

/** What personal fields are used for that a token cannot stand for: other columns than free text, lookups, sums, corrections. */
export function checkPersonal(checked: UncheckedFeed, personal: ReadonlySet<string>): FeedProblem[] {
  if (personal.size === 0) return [];
  const { spec, yaml } = checked;
  const corrected = spec.corrections === undefined ? [] : [...spec.key, ...(spec.corrections.target ?? [])];
  const problem = (fields: readonly string[], keys: string[], use: string): FeedProblem[] =>
    [...new Set(fields)]
      .filter((field) => personal.has(field))
      .map((field) => feedProblem('feed-personal-misplaced', yaml.placeOf(keys), { field, use }));
  return [
    ...checkColumns(checked, problem),
    ...problem(corrected, ['key'], 'the key of records that corrections name'),
    ...(['header', 'trailer'] as const).flatMap((part) => {
      const summed = declaredSums(spec[part]).map(({ field }) => field);
      return problem(summed, [part], 'a control sum');
    }),
    ...problem(
      [spec.batch?.header, spec.batch?.trailer].flatMap(declaredSums).map(({ field }) => field),
      ['batch'],
      'a control sum',
    ),
  ];
}

type Problem = (fields: readonly string[], keys: string[], use: string) => FeedProblem[];

function checkColumns({ spec, dataset }: UncheckedFeed, problem: Problem): FeedProblem[] {
  return Object.entries(spec.map).flatMap(([name, entry]) => {
    const column = dataset.columns.find((candidate) => candidate.name === name);
    const { sources, lookup } = columnRule(entry);
    if (lookup !== null) return problem(sources, ['map', name], `a lookup of column ${name}`);
    if (column?.type === 'VARCHAR' && column.enum === null) return [];
    const what = column?.type === 'VARCHAR' ? 'codes' : column?.type;
    return problem(sources, ['map', name], `column ${name} of ${what}`);
  });
}

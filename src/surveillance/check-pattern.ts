import type { PatternSpec } from '../domain/generated/pattern.js';
import type { PlacedYaml } from '../domain/placed-yaml.js';
import { checkScoring } from './check-scoring.js';
import { checkSqlSpec, type SqlFile } from './check-sql-spec.js';
import { type PatternProblem, patternProblem } from './pattern-problem.js';

/** What a pattern folder claims that does not hold: datasets, columns, measures, defaults and parameters against each other. */
export async function checkPattern(
  spec: PatternSpec,
  yaml: PlacedYaml,
  sqlFiles: readonly SqlFile[],
): Promise<PatternProblem[]> {
  return [
    ...(await checkSqlSpec(spec, yaml, sqlFiles)),
    ...checkMeasures(spec, yaml),
    ...checkShownBy(spec, yaml),
    ...checkScoring(spec, yaml),
  ];
}

function checkMeasures(spec: PatternSpec, yaml: PlacedYaml): PatternProblem[] {
  const problems: PatternProblem[] = [];
  const columns = Object.keys(spec.measures).filter((name) => spec.measures[name]?.ratio_of === undefined);
  const settings = Object.keys(spec.settings);
  for (const [measure, { setting, ratio_of }] of Object.entries(spec.measures)) {
    if (setting !== undefined && !settings.includes(setting)) {
      const at = yaml.placeOf(['measures', measure, 'setting']);
      problems.push(
        patternProblem('pattern-measure-setting-unknown', at, { measure, setting, known: settings }),
      );
    }
    for (const part of (ratio_of ?? []).filter((name) => !columns.includes(name))) {
      const at = yaml.placeOf(['measures', measure, 'ratio_of']);
      problems.push(patternProblem('pattern-measure-unknown', at, { measure: part, known: columns }));
    }
  }
  return problems;
}

/** What stands beside a setting must be a measure of the pattern, or a role. */
function checkShownBy({ settings, measures, roles }: PatternSpec, yaml: PlacedYaml): PatternProblem[] {
  return Object.entries(settings).flatMap(([name, { shown_by: shown = {} }]) => {
    const at = yaml.placeOf(['settings', name, 'shown_by']);
    const { longest, shortest, span, count } = shown;
    const gaps = [longest, shortest].flatMap((gap) => Object.values(gap ?? {}) as string[]);
    const named = [...gaps, span, count].filter((role) => role !== undefined);
    const problem = (measure: string, known: object): PatternProblem =>
      patternProblem('pattern-measure-unknown', at, { measure, known: Object.keys(known) });
    return [
      ...(shown.measures ?? [])
        .filter((one) => !Object.hasOwn(measures, one))
        .map((one) => problem(one, measures)),
      ...named.filter((role) => !Object.hasOwn(roles, role)).map((role) => problem(role, roles)),
    ];
  });
}

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

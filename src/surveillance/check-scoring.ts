import type { PatternSpec, ScoringPartSpec } from '../domain/generated/pattern.js';
import type { PlacedYaml } from '../domain/placed-yaml.js';
import { type PatternProblem, patternProblem } from './pattern-problem.js';
import { scaledDigits } from './ratio-text.js';
import { scoringDirection, scoringValue, timesOf } from './score-alert.js';
import { settingText } from './setting-text.js';

/** What does not hold in how a pattern scores its alerts: levels, sum, and the ends of each part. */
export function checkScoring(spec: PatternSpec, yaml: PlacedYaml): PatternProblem[] {
  const { start, medium, high, parts } = spec.severity;
  const problems: PatternProblem[] = [];
  if (medium >= high) {
    const at = yaml.placeOf(['severity', 'high']);
    problems.push(patternProblem('pattern-score-levels', at, { medium, high }));
  }
  const points = Object.values(parts).map((part) => part.points);
  const sum = points.reduce((total, one) => total + one, start);
  if (sum !== 100) {
    const at = yaml.placeOfKey(['severity', 'parts']);
    problems.push(patternProblem('pattern-score-sum', at, { start, points, sum }));
  }
  const ofParts = Object.entries(parts).flatMap(([measure, part]) =>
    checkPart(spec, yaml, { measure, part }),
  );
  return [...problems, ...ofParts];
}

function checkPart(
  spec: PatternSpec,
  yaml: PlacedYaml,
  { measure, part }: { measure: string; part: ScoringPartSpec },
): PatternProblem[] {
  const at = yaml.placeOfKey(['severity', 'parts', measure]);
  const known = Object.keys(spec.measures);
  const measured = spec.measures[measure];
  if (measured === undefined)
    return [patternProblem('pattern-score-measure-unknown', at, { measure, known })];
  if (part.from === undefined && (measured.setting === undefined || measured.compare === undefined))
    return [patternProblem('pattern-score-from-missing', at, { measure })];
  const from = part.from === undefined ? defaultOf(spec, measured.setting) : scoringValue(part.from);
  if (from === null) return [];
  const direction = scoringDirection(part, measured.compare);
  if (isBeyond(from, scoringValue(part.full), direction)) return [];
  const data = { measure, from, full: part.full, direction };
  return [
    patternProblem(
      'pattern-score-full-not-beyond',
      yaml.placeOf(['severity', 'parts', measure, 'full']),
      data,
    ),
  ];
}

/** Null where the setting is unknown or its default not valid, which is another problem. */
function defaultOf(spec: PatternSpec, name: string | undefined): string | null {
  const setting = spec.settings[name ?? ''];
  return setting === undefined ? null : settingText(setting.type, setting.default);
}

function isBeyond(from: string, full: string, direction: 'at_least' | 'at_most'): boolean {
  const times = timesOf(full);
  if (times !== null) return scaledDigits(times) > scaledDigits('1') && scaledDigits(from) > 0n;
  const distance = scaledDigits(full) - scaledDigits(from);
  return direction === 'at_least' ? distance > 0n : distance < 0n;
}

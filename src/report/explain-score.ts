import type { Alert, ScorePart } from '../domain/generated/alert.js';
import type { Explanation, MeasureLine, ScoreLine } from '../domain/generated/explanation.js';
import type { PatternSpec } from '../domain/generated/pattern.js';
import { scoreAlert, scoringValue } from '../surveillance/score-alert.js';
import { formatValue, parseExact } from './exact-value.js';

/** What an explanation says of the score. */
export type ScoreExplained = Pick<
  Explanation,
  'severity' | 'score' | 'score_start' | 'score_parts' | 'score_levels'
>;

/** The score of an alert as it was recorded, part by part in words, beside the measures that made it. */
export function explainScore(
  alert: Alert,
  measures: readonly MeasureLine[],
  pattern: PatternSpec,
): ScoreExplained {
  const { severity, score, score_start } = alert;
  const { medium, high } = pattern.severity;
  return {
    severity,
    score,
    score_start,
    score_parts: alert.score_parts.map((part) =>
      scoreLine(
        part,
        measures.find(({ name }) => name === part.measure),
      ),
    ),
    score_levels: `${score} of 100 is ${severity}: medium from ${medium}, high from ${high}`,
  };
}

/** What the specification at hand scores otherwise than the alert was; empty where it agrees or a setting is not at hand. */
export function doubtsOfScore(
  alert: Alert,
  pattern: PatternSpec,
  settings: Readonly<Record<string, string>>,
): string[] {
  const needed = Object.entries(pattern.severity.parts).flatMap(([measure, { from }]) =>
    from === undefined ? [pattern.measures[measure]?.setting ?? ''] : [],
  );
  if (needed.some((name) => !Object.hasOwn(settings, name))) return [];
  const exact = Object.entries(settings).map(([name, text]): [string, string] => [name, scoringValue(text)]);
  const now = scoreAlert(pattern, { measures: alert.measures, settings: Object.fromEntries(exact) });
  if (now.score === alert.score && now.severity === alert.severity) return [];
  return [
    `the alert was scored ${alert.score}, ${alert.severity}, but the specification at hand makes it ${now.score}, ${now.severity}`,
  ];
}

function scoreLine(part: ScorePart, measure: MeasureLine | undefined): ScoreLine {
  const line = { value: measure?.value ?? null, unit: measure?.unit ?? '' };
  const { points, of } = part;
  return {
    ...part,
    ...line,
    reason: `${points} of ${of} points: ${tellValue(part, measure)}${tellFull(part, line.unit)}`,
  };
}

function tellValue({ measure, points, compare, from }: ScorePart, line: MeasureLine | undefined): string {
  const { value = null, unit = '', setting = null } = line ?? {};
  if (value === null) return `${measure} ${points > 0 ? 'is something over nothing' : 'has no value'}`;
  const limit = `${compare === 'at_least' ? 'at least' : 'at most'} ${formatValue(from, unit)}`;
  const shown = `${measure} ${formatValue(value, unit)}`;
  if (setting === null)
    return `${shown} counts from ${formatValue(from, unit)} ${compare === 'at_least' ? 'up' : 'down'}`;
  if (parseExact(value) === parseExact(from)) return `${shown} is just the limit`;
  const times = timesText(value, from);
  return times === null
    ? `${shown} is ${limit}`
    : `${shown} is ${times} times the limit of ${formatValue(from, unit)}`;
}

function tellFull({ points, of, full }: ScorePart, unit: string): string {
  return points === of ? '' : `; all at ${formatValue(full, unit)}`;
}

/** How often a value holds another, cut to two decimals; null where that is 0 or less, or the value below 0 or no number. */
function timesText(value: string, from: string): string | null {
  const [over, under] = [parseExact(value), parseExact(from)];
  if (over === null || under === null || under <= 0n || over < 0n) return null;
  const whole = (over * 100n) / under;
  if (whole === 0n && over > 0n) return 'less than 0.01';
  const hundredths = whole.toString().padStart(3, '0');
  const fraction = hundredths.slice(-2).replace(/0+$/, '');
  return `${hundredths.slice(0, -2)}${fraction === '' ? '' : `.${fraction}`}`;
}

import type { Alert, ScorePart } from '../domain/generated/alert.js';
import type { PatternSpec, ScoringPartSpec, ScoringSpec } from '../domain/generated/pattern.js';
import { invariant } from '../domain/invariant.js';
import { sha256OfValue } from '../domain/sha256.js';
import { scaledDigits } from './ratio-text.js';
import { settingText, withoutSpareZeros } from './setting-text.js';

/** What of an alert says how grave it is. */
export type AlertScore = Pick<Alert, 'severity' | 'score' | 'score_start' | 'score_parts'>;

/** What is scored: the measures of an alert, and the settings in force as canonical text. */
export type Scored = {
  readonly measures: Alert['measures'];
  readonly settings: Readonly<Record<string, string>>;
};

/**
 * Score, 0 to 100, and severity of an alert, exact and of its measures alone, so that they are the same on every engine.
 *
 * Each part adds none of its points where it starts or before, all of them from `full` on, and in proportion between, cut to a
 * whole number. A measure that is null or no number adds none; a ratio over 0 is past everything if it rises.
 */
export function scoreAlert(spec: PatternSpec, scored: Scored): AlertScore {
  const { start, parts } = spec.severity;
  const score_parts = Object.entries(parts).map(([measure, part]) =>
    scorePart(spec, { measure, part, ...scored }),
  );
  const score = score_parts.reduce((total, { points }) => total + points, start);
  return { severity: severityOf(spec.severity, score), score, score_start: start, score_parts };
}

/** The level of a score; both levels are inclusive. */
export function severityOf(
  { medium, high }: Pick<ScoringSpec, 'medium' | 'high'>,
  score: number,
): Alert['severity'] {
  if (score >= high) return 'high';
  return score >= medium ? 'medium' : 'low';
}

/** Severities that alerts of a pattern can have, by rank: `low–high`; one alone where there is but one. */
export function severityRange(spec: Pick<PatternSpec, 'severity'>): string {
  const ends = [severityOf(spec.severity, spec.severity.start), severityOf(spec.severity, 100)];
  return [...new Set(ends)].join('–');
}

/** Hash of how a pattern scores its alerts: a run of the same pattern that scores otherwise is another run. */
export function scoringSha256(spec: Pick<PatternSpec, 'severity'>): string {
  return sha256OfValue(spec.severity);
}

type PartOfAlert = Scored & { readonly measure: string; readonly part: ScoringPartSpec };

function scorePart(spec: PatternSpec, { measure, part, measures, settings }: PartOfAlert): ScorePart {
  const { compare, setting, ratio_of } = spec.measures[measure] ?? {};
  const from = part.from === undefined ? settings[setting ?? ''] : scoringValue(part.from);
  invariant(from !== undefined, `${spec.id}: measure ${measure} is scored from a setting in force`);
  const value = measures[measure] ?? null;
  const direction = scoringDirection(part, compare);
  const rising = direction === 'at_least';
  const full = scoringValue(part.full);
  const overNothing =
    value === null && ratio_of !== undefined && isOverNothing(ratio_of.map((name) => measures[name]));
  const points = overNothing
    ? rising
      ? part.points
      : 0
    : pointsOf({ value, from, full, rising, of: part.points });
  return { measure, points, of: part.points, compare: direction, from, full };
}

/** Whether points rise with a measure or as it falls: as it is compared with its setting, or from `from` towards `full`. */
export function scoringDirection(
  { from, full }: Pick<ScoringPartSpec, 'from' | 'full'>,
  compare: 'at_least' | 'at_most' | undefined,
): 'at_least' | 'at_most' {
  if (from === undefined) return compare ?? 'at_least';
  if (timesOf(full) !== null) return 'at_least';
  return scaledDigits(scoringValue(full)) < scaledDigits(scoringValue(from)) ? 'at_most' : 'at_least';
}

/** Exact text of a value in pattern.yaml: durations as whole nanoseconds, numbers without spare zeros, `5 times` as it is. */
export function scoringValue(given: string): string {
  if (timesOf(given) !== null) return given;
  return settingText('duration', given) ?? withoutSpareZeros(given);
}

/** The factor of `5 times`; null where the value is none. */
export function timesOf(full: string): string | null {
  return / times$/.test(full) ? withoutSpareZeros(full.replace(/ times$/, '')) : null;
}

type Ramp = {
  readonly value: string | null;
  readonly from: string;
  readonly full: string;
  readonly rising: boolean;
  readonly of: number;
};

function pointsOf({ value, from, full, rising, of }: Ramp): number {
  if (value === null || !/^-?[0-9]+([.][0-9]+)?$/.test(value)) return 0;
  const line = lineOf({ from, full, rising });
  if (line === null) return 0;
  const at = scaledDigits(value) * line.unit;
  const past = rising ? at - line.from : line.from - at;
  const whole = rising ? line.full - line.from : line.from - line.full;
  if (past >= whole) return of;
  return past <= 0n ? 0 : Number((BigInt(of) * past) / whole);
}

/**
 * Both ends of a part's line as whole numbers of one unit, which has `unit` to a hundred-million-millionth.
 *
 * Null where there is none: no multiple is past 0. A setting may lie beyond `full`; then whatever is past `full` has all points.
 */
function lineOf({
  from,
  full,
  rising,
}: Omit<Ramp, 'value' | 'of'>): { unit: bigint; from: bigint; full: bigint } | null {
  const start = scaledDigits(from);
  const times = timesOf(full);
  if (times === null) return { unit: 1n, from: start, full: scaledDigits(full) };
  if (start === 0n) return null;
  const [factor, one] = [scaledDigits(times), scaledDigits('1')];
  return rising
    ? { unit: one, from: start * one, full: start * factor }
    : { unit: factor, from: start * factor, full: start * one };
}

/** Whether a ratio is something over nothing, greater than any number. */
function isOverNothing([part, whole]: readonly (string | null | undefined)[]): boolean {
  const isNumber = (text: string | null | undefined): text is string => /^-?[0-9]/.test(text ?? '');
  return isNumber(part) && isNumber(whole) && scaledDigits(whole) === 0n && scaledDigits(part) > 0n;
}

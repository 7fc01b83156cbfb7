import type { Place } from '../domain/diagnostic.js';
import type { PatternSpec } from '../domain/generated/pattern.js';
import { sha256OfValue } from '../domain/sha256.js';
import type { ParameterValue } from '../engine/bind-settings.js';
import { nearestName } from './nearest-name.js';
import { type PatternProblem, patternProblem } from './pattern-problem.js';
import { compareSettingTexts, type SettingType, settingForm, settingText } from './setting-text.js';

/** The settings in force for one run of a pattern. */
export type ResolvedSettings = {
  /** Canonical text by name, sorted: whole nanoseconds for durations, plain decimals without trailing zeros otherwise. */
  readonly values: Readonly<Record<string, string>>;
  /** The same as typed parameters of the SQL. */
  readonly parameters: ReadonlyMap<string, ParameterValue>;
  /** Hash of `values`: part of every alert's identity. */
  readonly settings_sha256: string;
};

type SettingSpec = PatternSpec['settings'][string];

/**
 * A pattern's defaults with overrides in their place, or every problem of the overrides.
 *
 * Overrides are text as in pattern.yaml (`250ms`, `0.25`); bounds are inclusive. `at` is where the overrides stand.
 */
export function resolveSettings(
  settings: PatternSpec['settings'],
  overrides: Readonly<Record<string, string>>,
  at: Place,
): ResolvedSettings | PatternProblem[] {
  const known = Object.keys(settings).sort();
  const problems: PatternProblem[] = Object.keys(overrides)
    .filter((name) => !Object.hasOwn(settings, name))
    .map((setting) =>
      patternProblem('setting-unknown', at, { setting, known, nearest: nearestName(setting, known) }),
    );
  const values: Record<string, string> = {};
  const parameters = new Map<string, ParameterValue>();
  for (const name of known) {
    const spec = settings[name];
    if (spec === undefined) continue;
    const given = overrides[name] ?? spec.default;
    const problem = settingProblem({ name, spec, given, at });
    if (problem !== null) problems.push(problem);
    const text = settingText(spec.type, given);
    if (text === null) continue;
    values[name] = text;
    parameters.set(name, { type: spec.type, text });
  }
  return problems.length > 0 ? problems : { values, parameters, settings_sha256: sha256OfValue(values) };
}

/** What is wrong with a value for one setting, or null. */
export function settingProblem(setting: {
  readonly name: string;
  readonly spec: SettingSpec;
  readonly given: string;
  readonly at: Place;
}): PatternProblem | null {
  const { name, spec, given, at } = setting;
  const value = settingText(spec.type, given);
  if (value === null) {
    return patternProblem('setting-not-valid', at, {
      setting: name,
      value: given,
      expected: settingForm[spec.type],
    });
  }
  for (const limit of ['min', 'max'] as const) {
    const bound = spec[limit];
    if (bound !== undefined && isBeyond(limit, { type: spec.type, value, bound })) {
      return patternProblem('setting-out-of-bounds', at, { setting: name, value: given, bound, limit });
    }
  }
  return null;
}

function isBeyond(
  limit: 'min' | 'max',
  { type, value, bound }: { type: SettingType; value: string; bound: string },
): boolean {
  const boundText = settingText(type, bound);
  if (boundText === null) return false;
  const order = compareSettingTexts(value, boundText);
  return limit === 'min' ? order < 0 : order > 0;
}

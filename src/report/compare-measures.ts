import type { Alert } from '../domain/generated/alert.js';
import type { MeasureLine } from '../domain/generated/explanation.js';
import type { PatternSpec } from '../domain/generated/pattern.js';
import { parseExact } from './exact-value.js';

type MeasureSpec = PatternSpec['measures'][string];

/**
 * The measures of an alert beside the settings they were compared with, in the order of the specification.
 *
 * `holds` is null where there is nothing to compare: no setting, no value, or text that is no number. Values that the
 * specification does not name follow at the end, without meaning.
 */
export function compareMeasures(
  alert: Alert,
  specs: PatternSpec['measures'],
  settings: Readonly<Record<string, string>>,
): MeasureLine[] {
  const named = Object.entries(specs).map(([name, spec]) =>
    measureLine({ name, spec, value: alert.measures[name] ?? null, threshold: thresholdOf(spec, settings) }),
  );
  const unnamed = Object.entries(alert.measures)
    .filter(([name]) => !Object.hasOwn(specs, name))
    .map(([name, value]) => measureLine({ name, spec: { meaning: '', unit: '' }, value, threshold: null }));
  return [...named, ...unnamed];
}

function thresholdOf(spec: MeasureSpec, settings: Readonly<Record<string, string>>): string | null {
  return spec.setting === undefined ? null : (settings[spec.setting] ?? null);
}

interface MeasureParts {
  readonly name: string;
  readonly spec: MeasureSpec;
  readonly value: string | null;
  readonly threshold: string | null;
}

function measureLine({ name, spec, value, threshold }: MeasureParts): MeasureLine {
  const compare = spec.compare ?? null;
  return {
    name,
    meaning: spec.meaning,
    unit: spec.unit,
    value,
    setting: spec.setting ?? null,
    compare,
    threshold,
    holds: compare === null ? null : isHeld(compare, value, threshold),
  };
}

function isHeld(
  compare: 'at_least' | 'at_most',
  value: string | null,
  threshold: string | null,
): boolean | null {
  const left = value === null ? null : parseExact(value);
  const right = threshold === null ? null : parseExact(threshold);
  if (left === null || right === null) return null;
  return compare === 'at_least' ? left >= right : left <= right;
}

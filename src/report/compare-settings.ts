import type { ActualValue, MeasureLine, SettingLine } from '../domain/generated/explanation.js';
import type { PatternSpec, RoleGap, ShownBy } from '../domain/generated/pattern.js';
import { measureGap, spanOf, tellGap } from './measure-gap.js';
import type { ExplainedEvent } from './trace-custody.js';

type Found = { measures: readonly MeasureLine[]; events: readonly ExplainedEvent[] };

/**
 * The settings of a pattern beside what was measured, in the order of pattern.yaml: the measures that are compared with it, else what its
 * `shown_by` names, else why nothing can stand there.
 */
export function compareSettings(
  { settings, measures: specs }: PatternSpec,
  inForce: Readonly<Record<string, string>>,
  found: Found,
): SettingLine[] {
  return Object.entries(settings).map(([name, { type, meaning, default: usual, shown_by }]) => {
    const compared = Object.keys(specs).filter((measure) => specs[measure]?.setting === name);
    const actual = compared.length > 0 ? measuresOf(compared, found) : actualOf(shown_by ?? {}, found);
    const because = shown_by?.because ?? 'The pattern does not tell what stands beside it.';
    const line = { name, meaning, type, value: inForce[name] ?? null, default: usual };
    return { ...line, actual, because: actual.length > 0 ? null : because };
  });
}

function measuresOf(names: readonly string[], { measures }: Found): ActualValue[] {
  return names.map((name) => {
    const line = measures.find((measure) => measure.name === name);
    return { says: name, value: line?.value ?? null, unit: line?.unit ?? '' };
  });
}

function actualOf({ measures, longest, shortest, span, count }: ShownBy, found: Found): ActualValue[] {
  const gap = (which: 'longest' | 'shortest', of: RoleGap | undefined): ActualValue[] =>
    of === undefined
      ? []
      : [{ says: tellGap(which, of), value: measureGap(which, of, found.events), unit: 'ns' }];
  const events = (role: string): number =>
    found.events.filter(({ evidence }) => evidence.role === role).length;
  return [
    ...measuresOf(measures ?? [], found),
    ...gap('longest', longest),
    ...gap('shortest', shortest),
    ...(span === undefined
      ? []
      : [{ says: `first to last ${span}`, value: spanOf(found.events, span), unit: 'ns' }]),
    ...(count === undefined
      ? []
      : [{ says: `${count} in the evidence`, value: String(events(count)), unit: 'events' }]),
  ];
}

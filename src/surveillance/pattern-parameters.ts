import type { PatternSpec } from '../domain/generated/pattern.js';
import { type ParameterValue, parameterNames } from '../engine/bind-settings.js';
import type { MarketDay } from '../lake/calendar/market-day.js';

/** Parameters that every pattern may use without declaring them: they follow from the trade date. */
export const tradeDateParameters = [
  ...(['trade_date', 'session_open_ns', 'session_close_ns'] as const),
  'previous_close_ns',
] as const;

/** Values of `tradeDateParameters` for one day; the hours are null where it has no session. */
export function parametersOfDay({
  trade_date,
  session,
  previous_close_ns,
}: MarketDay): ReadonlyMap<string, ParameterValue> {
  return new Map<string, ParameterValue>([
    ['trade_date', { type: 'date', text: trade_date }],
    ['session_open_ns', { type: 'instant', text: session?.open_ns.toString() ?? null }],
    ['session_close_ns', { type: 'instant', text: session?.close_ns.toString() ?? null }],
    ['previous_close_ns', { type: 'instant', text: previous_close_ns?.toString() ?? null }],
  ]);
}

/** Whether a pattern's SQL tells time by the hours of the session, so that it says nothing of a day without one. */
export function needsSession(sqlTexts: readonly string[]): boolean {
  return sqlTexts.flatMap(parameterNames).some((name) => name.startsWith('session_'));
}

/** Names that the SQL uses but nothing declares, and settings that no SQL uses. */
export function compareParameters(
  spec: Pick<PatternSpec, 'settings'>,
  sqlTexts: readonly string[],
): { unknown: string[]; unused: string[]; known: string[] } {
  const used = new Set(sqlTexts.flatMap(parameterNames));
  const settings = Object.keys(spec.settings).sort();
  const known = [...settings, ...tradeDateParameters];
  return {
    unknown: [...used].filter((name) => !known.includes(name)),
    unused: settings.filter((name) => !used.has(name)),
    known,
  };
}

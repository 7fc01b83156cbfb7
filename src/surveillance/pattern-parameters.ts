import type { PatternSpec } from '../domain/generated/pattern.js';
import { type ParameterValue, parameterNames } from '../engine/bind-settings.js';
import { sessionHours } from './session-hours.js';

/** Parameters that every pattern may use without declaring them: they follow from the trade date. */
export const tradeDateParameters = ['trade_date', 'session_open_ns', 'session_close_ns'] as const;

/** Values of `tradeDateParameters` for one trade date (`yyyy-MM-dd`). */
export function parametersOfTradeDate(tradeDate: string): ReadonlyMap<string, ParameterValue> {
  const hours = sessionHours(tradeDate);
  return new Map<string, ParameterValue>([
    ['trade_date', { type: 'date', text: tradeDate }],
    ['session_open_ns', { type: 'instant', text: hours.open_ns.toString() }],
    ['session_close_ns', { type: 'instant', text: hours.close_ns.toString() }],
  ]);
}

/** Names that the SQL uses but nothing declares, and settings that no SQL uses. */
export function compareParameters(
  spec: PatternSpec,
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

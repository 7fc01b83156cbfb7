import { bindSettings } from '../engine/bind-settings.js';
import type { Pattern } from './load-pattern.js';
import { parametersOfTradeDate } from './pattern-parameters.js';
import type { ResolvedSettings } from './resolve-settings.js';

/** A pattern's two SQL texts without parameters, ready for any of the engines. evidence.sql reads the relation `alerts`. */
export type BoundPattern = { readonly alerts_sql: string; readonly evidence_sql: string };

/** Puts settings and the trade date (`yyyy-MM-dd`) into a pattern's SQL as typed literals. */
export function bindPattern(pattern: Pattern, settings: ResolvedSettings, tradeDate: string): BoundPattern {
  const values = new Map([...settings.parameters, ...parametersOfTradeDate(tradeDate)]);
  return {
    alerts_sql: bindSettings(pattern.alerts_sql, values),
    evidence_sql: bindSettings(pattern.evidence_sql, values),
  };
}

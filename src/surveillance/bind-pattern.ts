import { bindSettings } from '../engine/bind-settings.js';
import type { MarketDay } from '../lake/calendar/market-day.js';
import type { Pattern } from './load-pattern.js';
import { parametersOfDay } from './pattern-parameters.js';
import type { ResolvedSettings } from './resolve-settings.js';

/** A pattern's two SQL texts without parameters, ready for any of the engines. evidence.sql reads the relation `alerts`. */
export type BoundPattern = { readonly alerts_sql: string; readonly evidence_sql: string };

/** Puts settings and the day into a pattern's SQL as typed literals. */
export function bindPattern(pattern: Pattern, settings: ResolvedSettings, day: MarketDay): BoundPattern {
  const values = new Map([...settings.parameters, ...parametersOfDay(day)]);
  return {
    alerts_sql: bindSettings(pattern.alerts_sql, values),
    evidence_sql: bindSettings(pattern.evidence_sql, values),
  };
}

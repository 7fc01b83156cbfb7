import type { Pattern } from '../../../src/surveillance/load-pattern.js';
import { combineCases } from './combine-cases.js';
import type { PatternCase } from './pattern-case.js';

/** Cases of a pattern with the same settings, side by side as one: an engine that plans for long reads them at once. */
export type CaseGroup = {
  pattern: Pattern;
  cases: PatternCase[];
  combined: Pick<PatternCase, 'datasets' | 'settings'>;
};

/**
 * Patterns whose cases would mean something else under other names: linkage-completeness reads what stands in names.
 */
const APART: readonly string[] = ['linkage-completeness'];

/** The cases of all patterns in groups, in the order of the patterns. */
export function groupCases(patterns: readonly Pattern[], cases: readonly PatternCase[]): CaseGroup[] {
  return patterns.flatMap((pattern) => {
    const own = cases.filter(({ pattern_id }) => pattern_id === pattern.spec.id);
    const apart = APART.includes(pattern.spec.id);
    const bySettings = new Map<string, PatternCase[]>();
    for (const one of own) {
      const key = apart ? one.name : JSON.stringify(one.settings);
      bySettings.set(key, [...(bySettings.get(key) ?? []), one]);
    }
    return [...bySettings.values()].map((same) => ({ pattern, cases: same, combined: combineCases(same) }));
  });
}

/** A group in words. */
export function nameOfGroup({ pattern, cases }: CaseGroup): string {
  const settings = Object.entries(cases[0]?.settings ?? {}).map(([name, value]) => `${name} ${value}`);
  const which = cases.length === 1 ? (cases[0]?.name ?? '') : `${cases.length} cases`;
  return `${pattern.spec.id}, ${which}, ${settings.length === 0 ? 'default settings' : settings.join(', ')}`;
}

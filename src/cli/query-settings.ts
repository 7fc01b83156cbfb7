import { quoted } from '../domain/diagnostic.js';
import { EXIT } from '../project/exit-codes.js';
import { Refusal } from '../project/refusal.js';
import { formatPatternProblem } from '../surveillance/pattern-problem.js';
import type { Query } from '../surveillance/queries/load-query.js';
import { type ResolvedSettings, resolveSettings } from '../surveillance/resolve-settings.js';

/** The settings of a query, its defaults but for those that are given as `name=value`. */
export function querySettings({ spec }: Query, given: readonly string[]): ResolvedSettings {
  const overrides = new Map<string, string>();
  for (const text of given) {
    const [, name, value] = /^([a-z][a-z0-9_]*)=(.+)$/.exec(text) ?? [];
    if (name === undefined || value === undefined || overrides.has(name)) {
      const known = Object.keys(spec.settings).sort().join(', ');
      throw new Refusal(EXIT.usage, [
        `--set ${quoted(text)}: expected name=value, each name once; settings of ${spec.id} are ${known} [setting-expected]`,
      ]);
    }
    overrides.set(name, value);
  }
  const settings = resolveSettings(spec.settings, Object.fromEntries(overrides), { file: '--set' });
  if (Array.isArray(settings)) throw new Refusal(EXIT.usage, settings.map(formatPatternProblem));
  return settings;
}

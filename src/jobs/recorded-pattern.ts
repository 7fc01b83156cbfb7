import type { PatternOutcome } from '../domain/generated/run.js';
import { sha256OfValue } from '../domain/sha256.js';
import type { ParameterValue } from '../engine/bind-settings.js';
import type { Pattern } from '../surveillance/load-pattern.js';
import { scoringSha256 } from '../surveillance/score-alert.js';
import type { ConfiguredPattern } from './plan-jobs.js';

/** The installed pattern with the settings that a run recorded, or why that is not at hand, in a sentence. */
export function recordedPattern(
  installed: readonly Pattern[],
  outcome: PatternOutcome,
): ConfiguredPattern | { missing: string } {
  const { pattern_id, version, sql_sha256, scoring_sha256, settings, settings_sha256 } = outcome;
  const pattern = installed.find(({ spec }) => spec.id === pattern_id);
  if (pattern === undefined) return { missing: `pattern ${pattern_id} is not installed` };
  if (pattern.spec.version !== version) {
    return { missing: `version ${pattern.spec.version} is installed, expected ${version}` };
  }
  if (pattern.sql_sha256 !== sql_sha256) {
    return { missing: `the installed SQL has the hash ${pattern.sql_sha256}, expected ${sql_sha256}` };
  }
  const scoring = scoringSha256(pattern.spec);
  if (scoring !== scoring_sha256) {
    return { missing: `the installed scoring has the hash ${scoring}, expected ${scoring_sha256}` };
  }
  const parameters = new Map<string, ParameterValue>();
  for (const [name, text] of Object.entries(settings)) {
    const spec = pattern.spec.settings[name];
    if (spec === undefined) return { missing: `the installed pattern has no setting ${name}` };
    parameters.set(name, { type: spec.type, text });
  }
  const actual = sha256OfValue(settings);
  if (actual !== settings_sha256) {
    return { missing: `the recorded settings have the hash ${actual}, expected ${settings_sha256}` };
  }
  return { pattern, settings: { values: settings, parameters, settings_sha256 } };
}

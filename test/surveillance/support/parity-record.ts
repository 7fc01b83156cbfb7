import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { packageRoot } from '../../../src/domain/package-root.js';
import { sha256OfValue } from '../../../src/domain/sha256.js';
import type { PatternResult } from '../../../src/surveillance/evaluate-pattern.js';
import type { Pattern } from '../../../src/surveillance/load-pattern.js';
import type { PatternCase } from './pattern-case.js';

/** What of a pattern was run on an engine, and the hash of all that its cases came to there. */
export type EngineRecord = {
  version: string;
  sql_sha256: string;
  cases: number;
  cases_sha256: string;
  result_sha256: string;
};

export type EngineName = 'duckdb' | 'postgres' | 'spark';
export type ParityRecord = { engines: Partial<Record<EngineName, EngineRecord>> };

/** What a result says, alert by alert, as engines gave it: without ids, without the score that is computed after them, and without the numbers that `combineCases` puts behind names. */
export function told({ alerts, evidence }: Pick<PatternResult, 'alerts' | 'evidence'>): string[] {
  return alerts
    .map(({ alert_id, pattern_id, pattern_version, settings_sha256, trade_date, ...alert }) => ({
      ...{ pattern_id, pattern_version, settings_sha256, trade_date },
      ...{ subject: alert.subject, first_ts_ns: alert.first_ts_ns, last_ts_ns: alert.last_ts_ns },
      measures: alert.measures,
      evidence: evidence
        .filter((event) => event.alert_id === alert_id)
        .map(({ alert_id: _, ...event }) => event),
    }))
    .map((alert) => JSON.stringify(alert).replaceAll(/~c\d{4}/g, ''))
    .sort();
}

/** What identifies the cases of a pattern, so that a record of others is known to be old. */
export function casesSha256(cases: readonly PatternCase[]): string {
  return sha256OfValue(cases.map((one) => ({ ...one, datasets: Object.fromEntries(one.datasets) })));
}

export function engineRecord(
  version: string,
  pattern: Pattern,
  { cases, results }: { cases: readonly PatternCase[]; results: readonly string[] },
): EngineRecord {
  return {
    version,
    sql_sha256: pattern.sql_sha256,
    cases: cases.length,
    cases_sha256: casesSha256(cases),
    result_sha256: sha256OfValue([...results].sort()),
  };
}

export async function readParity(pattern_id: string): Promise<ParityRecord> {
  const file = fileOf(pattern_id);
  return existsSync(file) ? (JSON.parse(await readFile(file, 'utf8')) as ParityRecord) : { engines: {} };
}

/** The recorded run of a pattern on an engine; with UPDATE=1 what is given is recorded first. */
export async function recordedRun(
  pattern_id: string,
  engine: EngineName,
  found: EngineRecord,
): Promise<EngineRecord | undefined> {
  if (process.env['UPDATE'] === '1') {
    const { engines } = await readParity(pattern_id);
    const all = Object.entries({ ...engines, [engine]: found }).sort(([left], [right]) =>
      left < right ? -1 : 1,
    );
    await writeFile(fileOf(pattern_id), `${JSON.stringify({ engines: Object.fromEntries(all) }, null, 2)}\n`);
  }
  return (await readParity(pattern_id)).engines[engine];
}

function fileOf(pattern_id: string): string {
  return path.join(packageRoot(), 'patterns', pattern_id, 'parity.json');
}

import { readFileSync } from 'node:fs';
import type { Measured } from '../../bench/record-measured.js';

/** What docs/scale.md is made of: figures of the benches, each with where and when it was measured, and list prices. */
export type ScaleInputs = {
  canonicalize: Measured<{
    records: number;
    columns: number;
    rounds: number;
    bytes: number;
    written_bytes: number;
    cpu_seconds: number;
    seconds: number;
    peak_mb: number;
  }>;
  verify: Measured<{ rows: number; bytes: number; data_bytes: number; cpu_seconds: number; seconds: number }>;
  patterns: Measured<{
    small: number;
    times: number;
    events: number;
    cpu_seconds: number;
    seconds: number;
    patterns: number;
    peak_mb: number;
    slowest: string;
  }>;
  day: Measured<{
    files: number;
    settle_ms: number;
    commit_ms: number;
    puts_and_lists: number;
    gets: number;
    day: {
      files: number;
      children: number;
      bytes: number;
      largest: number;
      once: number;
      twice: number;
      missing: number;
      transitions: number;
      work_ms: number;
      overhead: number;
      transition_ms: number;
      request_ms: number;
    };
  }>;
  s3: Measured<{ deliveries: number; puts_and_lists: number; gets: number }>;
  prices: { region: string; date: string; note: string; prices: Record<PriceName, Price> };
};

/** One list price and whether it could be looked up. */
export type Price = { usd: number; per: string; source: string; checked: 'quoted' | 'remembered' };

/** Names of the prices in prices.json. */
export type PriceName =
  | 'lambda_gb_second'
  | 'lambda_request'
  | 'lambda_disk_gb_second'
  | 'fargate_vcpu_hour'
  | 'fargate_gb_hour'
  | 'emr_vcpu_hour'
  | 'emr_gb_hour'
  | 's3_put'
  | 's3_get'
  | 's3_gb_month'
  | 'states_transition';

/** Reads what the benches recorded and the prices. Throws where a bench was never recorded. */
export function scaleInputs(): ScaleInputs {
  const measured = <Name extends keyof ScaleInputs>(bench: Name): ScaleInputs[Name] =>
    JSON.parse(readFileSync(`bench/measured/${bench}.json`, 'utf8')) as ScaleInputs[Name];
  return {
    canonicalize: measured('canonicalize'),
    verify: measured('verify'),
    patterns: measured('patterns'),
    day: measured('day'),
    s3: measured('s3'),
    prices: JSON.parse(
      readFileSync(new URL('prices.json', import.meta.url), 'utf8'),
    ) as ScaleInputs['prices'],
  };
}

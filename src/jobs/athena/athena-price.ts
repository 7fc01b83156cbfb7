import type { JobPlan } from '../../domain/generated/job-plan.js';
import { OperationalFailure } from '../../domain/operational-failure.js';
import { exact, usdText } from '../exact-usd.js';
import type { JobsConfig } from '../jobs-config.js';
import type { Billed } from '../runner.js';
import { stagesOf } from '../stages-of.js';

const PRICED = 'us-east-1';
/** Of that region, for a terabyte scanned, counted in megabytes rounded up, ten at least (https://aws.amazon.com/athena/pricing/). */
const USD_PER_TB = '5.00';
const LEAST_MB = 10;
/** Of ten to the sixth, as the limits of work groups: if the bill's are larger, it is lower than told. */
const MEGABYTE = 1_000_000;
const MB_PER_TB = 1_000_000n;

/** Price of a terabyte in the configured region. Throws `job-price-unknown` where tapewarden.yaml must name it. */
export function usdPerTb({ athena }: JobsConfig): string {
  if (athena?.usd_per_tb !== undefined) return athena.usd_per_tb;
  if (athena === undefined || athena.region === PRICED) return USD_PER_TB;
  const data = { service: 'Athena', region: athena.region, member: 'jobs.athena.usd_per_tb' };
  throw new OperationalFailure('job-price-unknown', data);
}

/**
 * What a plan may cost on Athena, in US dollars: every file whole, at each place of the SQL that reads it.
 *
 * Athena computes a relation of a WITH list again wherever it stands, so that alerts are read once for themselves and once for
 * each place where the evidence names them; that it reads only the columns it needs is left out.
 */
export function estimateAthena(plan: JobPlan, usd_per_tb: string): string {
  const { alerts_sql, evidence_sql } = plan;
  const again = 1 + readings(evidence_sql, 'alerts');
  const bytes = stagesOf(plan).reduce((total, { view, inputs }) => {
    const own = inputs.reduce((sum, input) => sum + input.bytes, 0);
    return total + own * (again * readings(alerts_sql, view) + readings(evidence_sql, view));
  }, 0);
  return usdText(priceOf(bytes, usd_per_tb));
}

/** The bill for bytes that were scanned. */
export function billOfBytes(bytes: number, usd_per_tb: string): Billed {
  return { bytes_scanned: String(bytes), usd: usdText(bytes === 0 ? 0n : priceOf(bytes, usd_per_tb)) };
}

/** The most bytes that a ceiling pays for: whole megabytes. */
export function bytesWithin(ceiling_usd: string, usd_per_tb: string): number {
  const rate = exact(usd_per_tb);
  return rate === 0n ? Number.MAX_SAFE_INTEGER : Number((exact(ceiling_usd) * MB_PER_TB) / rate) * MEGABYTE;
}

/** Throws `athena-cutoff-too-high` where a work group lets one query read more than a ceiling pays for; `actual` null where it has no limit. */
export function refuseCutoff(
  { workgroup, actual }: { workgroup: string; actual: number | null },
  { ceiling_usd, usd_per_tb }: { ceiling_usd: string; usd_per_tb: string },
): void {
  const most = bytesWithin(ceiling_usd, usd_per_tb);
  if (actual !== null && actual <= most) return;
  throw new OperationalFailure('athena-cutoff-too-high', { workgroup, actual, most, ceiling_usd });
}

function priceOf(bytes: number, usd_per_tb: string): bigint {
  const megabytes = Math.max(LEAST_MB, Math.ceil(bytes / MEGABYTE));
  return (exact(usd_per_tb) * BigInt(megabytes)) / MB_PER_TB;
}

/** Places of a query that read a relation; those in comments and literals are counted too. */
function readings(sql: string, relation: string): number {
  return [...sql.matchAll(/\b(?:FROM|JOIN)\s+"?([a-z_][a-z0-9_]*)/gi)].filter(
    ([, name]) => name?.toLowerCase() === relation,
  ).length;
}

import type { Run } from '../domain/generated/run.js';
import { sha256OfValue } from '../domain/sha256.js';

/** The id of a run by what it looked at and how: the same inputs, patterns, settings, scorings, ledger and refusals give the same. */
export function runIdOf({
  trade_date,
  patterns,
  missing_feeds,
  completeness,
  deliveries,
}: Pick<Run, 'trade_date' | 'patterns' | 'missing_feeds' | 'completeness' | 'deliveries'>): string {
  const outside = patterns.filter(({ outcome }) => outcome === 'not_in_force').map(({ plan_id }) => plan_id);
  return sha256OfValue({
    trade_date,
    plans: patterns.map(({ plan_id }) => plan_id),
    scorings: patterns.map(({ scoring_sha256 }) => scoring_sha256),
    ...(outside.length === 0 ? {} : { not_in_force: outside }),
    missing_feeds,
    ...(completeness === undefined ? {} : { completeness }),
    refused: deliveries
      .filter(({ status }) => status === 'refused')
      .map(({ file, sha256, refusals }) => ({ file, sha256, codes: refusals.map(({ code }) => code) })),
  });
}

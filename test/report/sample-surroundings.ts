import type { DeliverySource } from '../../src/domain/generated/report.js';
import type { ReportInput } from '../../src/report/report-input.js';

/** A hash of 64 characters that is easy to tell from others. */
export function hash(seed: string): string {
  return Buffer.from(seed).toString('hex').padEnd(64, '0').slice(0, 64);
}

/** What made rows of the delivery of `delivery({})`. */
export function source(part: Partial<DeliverySource>): DeliverySource {
  return {
    file: 'acme-orders-2026-11-20.psv.gz',
    feed: 'acme-orders',
    sha256: hash('acme'),
    bytes: 1_204_118,
    raw_key: `raw/61/${hash('acme')}`,
    commit_id: hash('commit'),
    entry_key: 'manifests/acme-orders/00000001.json',
    entry_sha256: hash('entry'),
    feed_version: 3,
    feed_spec_sha256: hash('spec'),
    schema_sha256: hash('schema'),
    canonicalizer: 9,
    ...part,
  };
}

/** What a report is given beside its run where there is nothing else: no jobs, no audits, no scores, no run before. */
export const nothingElse = {
  run_sha256: null,
  rejection_counts: { reasons: [], listed: 0, unlisted: 0, removed: 0 },
  sources: [],
  chains: [],
  jobs: { jobs: [], damaged: [] },
  audits: {
    trail: { audits: [], damaged: [] },
    access: { audits: [], damaged: [] },
    posture: { audits: [], damaged: [] },
  },
  scores: [],
  before: null,
} satisfies Partial<ReportInput>;

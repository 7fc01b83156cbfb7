import type { DeliveryLine, Provenance, Report } from '../domain/generated/report.js';
import type { Run } from '../domain/generated/run.js';
import { accountForRecords } from './account-for-records.js';
import { quoteAudits } from './audits/quote-audits.js';
import { listChanges } from './changes/list-changes.js';
import { countAlerts } from './count-alerts.js';
import { coverPatterns } from './cover-patterns.js';
import { findContradictions } from './find-contradictions.js';
import { judgeRun } from './judge-run.js';
import { listArrivals, totalArrivals } from './list-arrivals.js';
import { listFindings } from './list-findings.js';
import { listJobs } from './list-jobs.js';
import { listScores } from './list-scores.js';
import type { ReportInput } from './report-input.js';
import { summarizeRejections } from './summarize-rejections.js';

/**
 * The report of one run: a judgement on every area, and under each all that it is made of.
 *
 * Pure: the same documents, in whatever order alerts, evidence and patterns come, give an equal report. Documents that do
 * not agree with each other never throw; they are listed as contradictions and the judgement on surveillance is `failed`.
 */
export function buildReport(input: ReportInput): Report {
  const { run } = input;
  const accounting = accountForRecords(run.deliveries);
  const coverage = coverPatterns(run, input.patterns);
  const contradictions = findContradictions(input);
  const quarantine = input.quarantine.filter(({ rejected }) => rejected > 0);
  const jobs = listJobs(input.jobs, run);
  const audits = quoteAudits(input.audits, run.trade_date);
  const arrivals = listArrivals(input.ledger);
  const findings = listFindings(input, coverage);
  return {
    format: 2,
    trade_date: run.trade_date,
    verdicts: judgeRun({ run, accounting, coverage, contradictions, quarantine, jobs, audits }),
    contradictions,
    missing_feeds: [...run.missing_feeds].sort(),
    deliveries: listDeliveries(run),
    arrivals,
    arrival_totals: totalArrivals(arrivals),
    completeness: run.completeness ?? [],
    accounting,
    rejections: summarizeRejections(input.rejections, input.rejection_counts, accounting.total.rejected),
    quarantine,
    coverage,
    alerts: countAlerts(findings),
    findings,
    scorecard: listScores(input.scores, run),
    jobs,
    audits,
    changes: listChanges({ run, sources: input.sources }, input.before),
    provenance: provenanceOf(input),
  };
}

function listDeliveries(run: Run): DeliveryLine[] {
  const lines = run.deliveries.map(({ commit_id: _, ...line }) => line);
  return [
    ...lines.filter(({ status }) => status === 'refused'),
    ...lines.filter(({ status }) => status !== 'refused'),
  ];
}

function provenanceOf({ run, run_sha256, sources, chains }: ReportInput): Provenance {
  return {
    run_id: run.run_id,
    run_sha256,
    tapewarden_version: run.tapewarden_version,
    code_sha256: run.code_sha256 ?? null,
    alerts_key: run.alerts_key,
    alerts_sha256: run.alerts_sha256 ?? null,
    evidence_key: run.evidence_key,
    evidence_sha256: run.evidence_sha256 ?? null,
    deliveries: [...sources],
    inputs: run.inputs,
    chains: [...chains],
  };
}

import type { DeliveryLine, Report } from '../domain/generated/report.js';
import type { Run } from '../domain/generated/run.js';
import { accountForRecords } from './account-for-records.js';
import { coverPatterns } from './cover-patterns.js';
import { findContradictions } from './find-contradictions.js';
import { judgeRun } from './judge-run.js';
import { listArrivals } from './list-arrivals.js';
import { listFindings } from './list-findings.js';
import type { ReportInput } from './report-input.js';
import { summarizeRejections } from './summarize-rejections.js';

/**
 * The report of one run: judgements, deliveries, accounting of records, coverage, alerts, rejections, provenance.
 *
 * Pure: the same documents, in whatever order alerts, evidence and patterns come, give an equal report. Documents that do
 * not agree with each other never throw; they are listed as contradictions and the judgement on surveillance is `failed`.
 */
export function buildReport(input: ReportInput): Report {
  const { run } = input;
  const deliveries = listDeliveries(run);
  const accounting = accountForRecords(run.deliveries);
  const coverage = coverPatterns(run.patterns, input.patterns);
  const contradictions = findContradictions(input);
  return {
    format: 1,
    trade_date: run.trade_date,
    verdicts: judgeRun({ run, accounting, coverage, contradictions }),
    contradictions,
    missing_feeds: [...run.missing_feeds].sort(),
    deliveries,
    arrivals: listArrivals(input.ledger),
    accounting,
    coverage,
    findings: listFindings(input, coverage),
    rejections: summarizeRejections(input.rejections, accounting.total.rejected),
    quarantine: input.quarantine.filter(({ rejected }) => rejected > 0),
    provenance: {
      run_id: run.run_id,
      tapewarden_version: run.tapewarden_version,
      alerts_key: run.alerts_key,
      evidence_key: run.evidence_key,
      inputs: run.inputs,
    },
  };
}

function listDeliveries(run: Run): DeliveryLine[] {
  const lines = run.deliveries.map(({ commit_id: _, ...line }) => line);
  return [
    ...lines.filter(({ status }) => status === 'refused'),
    ...lines.filter(({ status }) => status !== 'refused'),
  ];
}

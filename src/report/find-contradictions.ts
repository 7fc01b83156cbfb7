import type { PatternOutcome } from '../domain/generated/run.js';
import { formatCount } from './exact-value.js';
import type { ReportInput } from './report-input.js';

/** Every place where the documents of a run disagree, one sentence each, in a fixed order; empty when they agree. */
export function findContradictions(input: ReportInput): string[] {
  return [
    ...input.run.patterns.flatMap((outcome) => aboutOutcome(outcome, input)),
    ...aboutStrayAlerts(input),
    ...aboutEvidence(input),
    ...aboutRejections(input),
  ];
}

function aboutOutcome(outcome: PatternOutcome, { alerts, patterns }: ReportInput): string[] {
  const { pattern_id, version } = outcome;
  const own = alerts.filter((alert) => alert.pattern_id === pattern_id);
  const spec = patterns.find(({ id }) => id === pattern_id);
  const found: string[] = [];
  if (own.length !== outcome.alerts) {
    found.push(
      `pattern ${pattern_id}: the run counts ${formatCount(outcome.alerts)} alerts, but ${formatCount(own.length)} are recorded`,
    );
  }
  if ((outcome.outcome === 'alerts') !== outcome.alerts > 0) {
    found.push(
      `pattern ${pattern_id}: the outcome is "${outcome.outcome}", but the run counts ${formatCount(outcome.alerts)} alerts`,
    );
  }
  if (spec !== undefined && spec.version !== version) {
    found.push(
      `pattern ${pattern_id}: version ${version} was run, but the specification at hand is version ${spec.version}`,
    );
  }
  if (own.some((alert) => alert.pattern_version !== version)) {
    found.push(
      `pattern ${pattern_id}: version ${version} was run, but alerts of another version are recorded`,
    );
  }
  if (own.some((alert) => alert.settings_sha256 !== outcome.settings_sha256)) {
    found.push(`pattern ${pattern_id}: alerts found with other settings than those in force are recorded`);
  }
  return found;
}

function aboutStrayAlerts({ run, alerts }: ReportInput): string[] {
  const known = new Set(run.patterns.map(({ pattern_id }) => pattern_id));
  const stray = new Set(alerts.map(({ pattern_id }) => pattern_id).filter((id) => !known.has(id)));
  const sentences = [...stray]
    .sort()
    .map((id) => `pattern ${id}: alerts are recorded, but the run does not name it`);
  const otherDays = alerts.filter(({ trade_date }) => trade_date !== run.trade_date).length;
  if (otherDays === 0) return sentences;
  return [...sentences, `${formatCount(otherDays)} alerts are of another trade date than ${run.trade_date}`];
}

function aboutEvidence({ alerts, evidence }: ReportInput): string[] {
  const counts = new Map<string, number>(alerts.map(({ alert_id }) => [alert_id, 0]));
  let stray = 0;
  for (const { alert_id } of evidence) {
    const count = counts.get(alert_id);
    if (count === undefined) stray += 1;
    else counts.set(alert_id, count + 1);
  }
  const differing = alerts.filter((alert) => counts.get(alert.alert_id) !== alert.evidence_count).length;
  const found: string[] = [];
  if (differing > 0)
    found.push(`${formatCount(differing)} alerts declare another number of evidence rows than is recorded`);
  if (stray > 0) found.push(`${formatCount(stray)} evidence rows belong to no alert of this run`);
  return found;
}

function aboutRejections({ run, rejection_counts, sources }: ReportInput): string[] {
  const totals = new Map(run.deliveries.map(({ commit_id, totals: own }) => [commit_id, own]));
  const rejected = sources.reduce((sum, { commit_id }) => sum + (totals.get(commit_id)?.rejected ?? 0), 0);
  const { listed, unlisted, removed } = rejection_counts;
  if (rejected === listed + unlisted + removed) return [];
  return [
    `the run counts ${formatCount(rejected)} rejected records, but the manifests of its deliveries ${formatCount(listed + unlisted + removed)}`,
  ];
}

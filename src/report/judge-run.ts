import type {
  Accounting,
  CoverageLine,
  QuarantineLine,
  ReportAudits,
  ReportJobs,
  Verdict,
} from '../domain/generated/report.js';
import type { Run } from '../domain/generated/run.js';
import { judgeAudits } from './audits/judge-audits.js';
import { counted as count, sentencesOf as sentences } from './counted.js';
import { formatCount } from './exact-value.js';
import { judgeJobs } from './judge-jobs.js';
import { judgeQuarantine } from './judge-quarantine.js';

interface Judged {
  readonly run: Run;
  readonly accounting: Accounting;
  readonly coverage: readonly CoverageLine[];
  readonly contradictions: readonly string[];
  readonly quarantine: readonly QuarantineLine[];
  readonly jobs: ReportJobs;
  readonly audits: ReportAudits;
}

/**
 * The judgement on every area, in the order in which the report tells of them.
 *
 * `complete` is only ever said of something that was there and was checked: no delivery, no record, no pattern, or a clear
 * pattern that saw no event is `incomplete`, and an audit that nobody has recorded is `not_checked`.
 */
export function judgeRun(judged: Judged): Verdict[] {
  return [
    judgeDeliveries(judged.run),
    judgeRecords(judged.accounting),
    judgeQuarantine(judged.quarantine, judged.accounting),
    judgeSurveillance(judged),
    judgeJobs(judged.jobs),
    ...judgeAudits(judged.audits),
  ];
}

function judgeDeliveries(run: Run): Verdict {
  const offered = run.deliveries.length;
  const refused = run.deliveries.filter(({ status }) => status === 'refused').length;
  const missing = run.missing_feeds.length;
  const open = openDatasets(run);
  const sentence = sentences([
    offered === 0 ? 'No file was offered to this run' : `${count(offered - refused, 'file')} published`,
    refused > 0 && `${formatCount(refused)} refused`,
    missing > 0 ? `nothing published for ${count(missing, 'feed')}` : offered > 0 && 'no feed missing',
    open.length > 0 && `not whole: ${open.join(', ')}`,
  ]);
  const verdict = (state: Verdict['state'], headline: string): Verdict => ({
    area: 'deliveries',
    state,
    headline,
    sentence,
  });
  if (offered === 0) return verdict('incomplete', 'Nothing received');
  if (refused === offered) return verdict('failed', 'All refused');
  return refused + missing + open.length > 0
    ? verdict('incomplete', 'Incomplete')
    : verdict('complete', 'All received');
}

/** Datasets of which the ledger says that something is missing, or still to come. */
function openDatasets({ completeness = [] }: Run): string[] {
  return completeness
    .filter(({ verdict }) => verdict === 'incomplete' || verdict === 'not_due_yet')
    .map(({ dataset }) => dataset);
}

function judgeRecords({ total }: Accounting): Verdict {
  const sentence = sentences([
    `${formatCount(total.read)} read = ${formatCount(total.accepted)} accepted + ${formatCount(total.rejected)} rejected + ${count(total.duplicates, 'duplicate')}`,
    !total.balanced && 'this does not hold for every delivery',
  ]);
  const verdict = (state: Verdict['state'], headline: string): Verdict => ({
    area: 'records',
    state,
    headline,
    sentence,
  });
  if (!total.balanced) return verdict('failed', 'Does not add up');
  if (total.read === 0) {
    return { area: 'records', state: 'incomplete', headline: 'No records', sentence: 'No record was read.' };
  }
  return total.rejected > 0
    ? verdict('findings', `${formatCount(total.rejected)} rejected`)
    : verdict('complete', 'All accounted for');
}

function judgeSurveillance({ coverage, contradictions }: Judged): Verdict {
  const having = (outcome: CoverageLine['outcome']) =>
    coverage.filter((line) => line.outcome === outcome).length;
  const alerts = coverage.reduce((total, line) => total + line.alerts, 0);
  const [failed, notRun, inconclusive] = [having('failed'), having('not_run'), having('inconclusive')];
  const blind = coverage.filter(
    ({ outcome, events_seen }) => outcome === 'clear' && events_seen === 0,
  ).length;
  const canaries = countCanaries(coverage);
  const sentence = sentences([
    coverage.length === 0
      ? 'No pattern was run'
      : `${count(alerts, 'alert')} from ${formatCount(having('alerts'))} of ${count(coverage.length, 'pattern')}`,
    `${formatCount(having('clear'))} clear`,
    some(having('not_in_force'), 'of a rule not in force'),
    some(inconclusive, 'inconclusive'),
    some(failed, 'failed'),
    some(notRun, 'not run'),
    some(blind, 'clear without having seen an event'),
    canaries.injected > 0 &&
      `${formatCount(canaries.injected - canaries.missed)} of ${count(canaries.injected, 'canary', 'canaries')} found`,
    contradictions.length > 0 && `${count(contradictions.length, 'contradiction')} in the record of the run`,
  ]);
  const found = alerts > 0 ? `${count(alerts, 'alert')}, ` : '';
  const verdict = (state: Verdict['state'], headline: string): Verdict => ({
    area: 'surveillance',
    state,
    headline,
    sentence,
  });
  const failure = failureOf({ contradictions: contradictions.length, missed: canaries.missed, failed });
  if (failure !== null) return verdict('failed', `${found}${failure}`);
  if (coverage.length === having('not_in_force')) return verdict('incomplete', 'Nothing looked for');
  if (notRun + inconclusive + blind > 0) return verdict('incomplete', `${found}coverage incomplete`);
  return alerts > 0 ? verdict('findings', count(alerts, 'alert')) : verdict('complete', 'Clear');
}

function failureOf(found: { contradictions: number; missed: number; failed: number }): string | null {
  if (found.contradictions > 0) return 'record contradicts itself';
  if (found.missed > 0) return `${count(found.missed, 'pattern')} blind`;
  return found.failed > 0 ? `${count(found.failed, 'pattern')} failed` : null;
}

/** Canaries of patterns that ran to their end, and those of them that were missed. */
function countCanaries(coverage: readonly CoverageLine[]): { injected: number; missed: number } {
  const states = coverage.map(({ canary }) => canary?.state);
  const missed = states.filter((state) => state === 'missed').length;
  return { injected: states.filter((state) => state === 'found').length + missed, missed };
}

function some(items: number, what: string): string | false {
  return items > 0 && `${formatCount(items)} ${what}`;
}

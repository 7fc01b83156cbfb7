import { visible } from '../domain/diagnostic.js';
import type { DeliveryOutcome, PatternOutcome } from '../domain/generated/run.js';
import type { FinishedRun } from '../jobs/run-day.js';
import { EXIT, type ExitCode } from '../project/exit-codes.js';
import type { ProjectFlags } from '../project/project.js';
import { compareGravity, countSeverities } from '../surveillance/order-alerts.js';
import { deliveryMessages } from './delivery-messages.js';
import { counted, grouped } from './format-table.js';

export type RunFlags = ProjectFlags & {
  readonly date?: string;
  readonly report?: string;
  readonly asOf?: string;
  readonly json: boolean;
};

type Account = Pick<NonNullable<DeliveryOutcome['totals']>, 'read' | 'accepted' | 'rejected' | 'duplicates'>;

/** What became of a delivery, with its messages below. */
export function deliveryLines(outcome: DeliveryOutcome, seconds: string): string {
  const lines = deliveryMessages(outcome)
    .map((message) => `    ${message}\n`)
    .join('');
  const status = outcome.status.replace('_', ' ').padEnd(17);
  const counts = outcome.totals === null ? '' : `: ${accountOf(outcome.totals)}`;
  return `${status}  ${visible(outcome.file)}${counts}  ${seconds}\n${lines}`;
}

function accountOf(totals: Account): string {
  const { read, accepted, rejected, duplicates } = totals;
  return `${grouped(read)} read = ${grouped(accepted)} accepted + ${grouped(rejected)} rejected + ${counted(duplicates, 'duplicate')}`;
}

/** What a pattern found, in a line. */
export function patternLine(outcome: PatternOutcome, seconds: string): string {
  const count =
    outcome.outcome === 'alerts' ? counted(outcome.alerts, 'alert') : outcome.outcome.replaceAll('_', ' ');
  const reason = outcome.reason === null ? '' : ` (${visible(outcome.reason)})`;
  const canary = outcome.canary === undefined ? '' : `, ${CANARY_WORDS[outcome.canary.state]}`;
  return `${count.padEnd(17)}  ${outcome.pattern_id}${canary}${reason}  ${seconds}\n`;
}

const CANARY_WORDS = {
  found: 'canary found',
  missed: 'canary MISSED',
  not_run: 'canary not run',
  none: 'no canary',
} as const;

/** The end of a run: what was read, found and written, and what to do next. */
export function summary(finished: FinishedRun, places: { report: string; lake: string }): string {
  const { run: day, alerts } = finished;
  const totals = day.deliveries.flatMap(({ totals: one }) => (one === null ? [] : [one]));
  const sum = (name: keyof Account): number => totals.reduce((total, one) => total + one[name], 0);
  const account = {
    read: sum('read'),
    accepted: sum('accepted'),
    rejected: sum('rejected'),
    duplicates: sum('duplicates'),
  };
  const refused = day.deliveries.filter(({ status }) => status === 'refused').length;
  const inconclusive = day.patterns.filter(({ outcome }) => outcome === 'inconclusive').length;
  const withCanary = (state: keyof typeof CANARY_WORDS): number =>
    day.patterns.filter(({ canary }) => canary?.state === state).length;
  const failed = day.patterns.filter(({ outcome }) => outcome === 'failed').length;
  const outside = day.patterns.filter(({ outcome }) => outcome === 'not_in_force').length;
  const lines = [
    `trade date  ${day.trade_date}`,
    `deliveries  ${day.deliveries.length} received, ${refused} refused, ${counted(day.missing_feeds.length, 'feed')} missing`,
    `records     ${accountOf(account)}`,
    `patterns    ${day.patterns.length - outside} run, ${inconclusive} inconclusive, ${failed} failed${outside === 0 ? '' : `, ${outside} not in force`}`,
    `canaries    ${withCanary('found')} found, ${withCanary('missed')} missed`,
    `alerts      ${alerts.length}${alerts.length === 0 ? '' : `: ${countSeverities(alerts)}`}`,
    `lake        ${visible(places.lake)}`,
    `report      ${visible(places.report)}`,
  ];
  const [gravest] = [...alerts].sort(compareGravity);
  const next = gravest === undefined ? [] : [`tapewarden alerts explain ${gravest.alert_id.slice(0, 12)}`];
  if (account.rejected > 0) next.push('tapewarden quarantine list');
  if (day.missing_feeds.length > 0) next.push(`tapewarden ledger --date ${day.trade_date}`);
  for (const [index, step] of next.entries()) lines.push(`${index === 0 ? 'next' : '    '}        ${step}`);
  return `${lines.join('\n')}\n`;
}

/** Clear only where nothing is open. */
export function exitCode({ run: day, alerts }: FinishedRun): ExitCode {
  const clean =
    alerts.length === 0 &&
    day.missing_feeds.length === 0 &&
    (day.completeness ?? []).every(({ verdict }) => verdict !== 'incomplete' && verdict !== 'not_due_yet') &&
    day.deliveries.every(({ status, totals }) => status !== 'refused' && (totals?.rejected ?? 0) === 0) &&
    day.patterns.every(
      ({ outcome, canary }) =>
        (outcome === 'clear' || outcome === 'not_in_force') && canary?.state !== 'missed',
    );
  return clean ? EXIT.clear : EXIT.findings;
}

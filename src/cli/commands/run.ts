import path from 'node:path';
import { visible } from '../../domain/diagnostic.js';
import type { DeliveryOutcome, PatternOutcome } from '../../domain/generated/run.js';
import { type FinishedRun, filesIn, runDay } from '../../jobs/run-day.js';
import { renderHtml } from '../../report/render-html.js';
import type { CliContext } from '../cli-context.js';
import { onlyTradeDate } from '../day-files.js';
import { deliveryMessages } from '../delivery-messages.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { counted, grouped, jsonText } from '../format-table.js';
import { loadReport } from '../load-report.js';
import { openCatalog } from '../open-catalog.js';
import { placeOf } from '../place-of.js';
import {
  loadFeeds,
  loadPatterns,
  loadProject,
  openLake,
  type ProjectFlags,
  packageVersion,
} from '../project.js';
import { StepClock } from '../step-clock.js';
import { syncAfterCommit } from '../sync-after-commit.js';
import { writeDocument } from '../write-document.js';

export type RunFlags = ProjectFlags & {
  readonly date?: string;
  readonly report?: string;
  readonly asOf?: string;
  readonly json: boolean;
};

/** Runs a whole day: canonicalizes the folder of deliveries, runs the patterns, writes the report, sums it up. */
export async function run(context: CliContext, flags: RunFlags): Promise<ExitCode> {
  if (flags.asOf !== undefined) {
    const { runAsOf } = await import('./run-as-of.js');
    return runAsOf(context, { ...flags, asOf: flags.asOf });
  }
  const { stdout, stderr } = context.process;
  const project = await loadProject(context, flags);
  const feeds = await loadFeeds(project);
  const patterns = await loadPatterns(project);
  const trade_date =
    flags.date ?? onlyTradeDate(placeOf(context, project.raw), await filesIn(project.raw), feeds);
  const store = await openLake(project);
  const catalog = await openCatalog(project, store);
  const clock = new StepClock(context.now_ns);
  const finished = await runDay(
    {
      store,
      work: project.work,
      now_ns: context.now_ns,
      new_write_id: context.new_write_id,
      feeds,
      patterns,
      version: await packageVersion(),
      onDelivery: (outcome) => stderr.write(deliveryLines(outcome, clock.lap())),
      onPattern: (outcome) => stderr.write(patternLine(outcome, clock.lap())),
    },
    { trade_date, raw: project.raw },
  );
  await syncAfterCommit(context, catalog, trade_date);
  const reportFile = path.resolve(context.cwd, flags.report ?? `report-${trade_date}.html`);
  const report = await loadReport(
    store,
    finished,
    patterns.map(({ pattern }) => pattern.spec),
  );
  await writeDocument(reportFile, renderHtml(report));
  stdout.write(
    flags.json
      ? jsonText(finished.run)
      : summary(finished, { report: placeOf(context, reportFile), lake: placeOf(context, project.lake) }),
  );
  return exitCode(finished);
}

type Account = Pick<NonNullable<DeliveryOutcome['totals']>, 'read' | 'accepted' | 'rejected' | 'duplicates'>;

function deliveryLines(outcome: DeliveryOutcome, seconds: string): string {
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

export function patternLine(outcome: PatternOutcome, seconds: string): string {
  const count = outcome.outcome === 'alerts' ? counted(outcome.alerts, 'alert') : outcome.outcome;
  const reason = outcome.reason === null ? '' : ` (${visible(outcome.reason)})`;
  return `${count.padEnd(17)}  ${outcome.pattern_id}${reason}  ${seconds}\n`;
}

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
  const failed = day.patterns.filter(({ outcome }) => outcome === 'failed').length;
  const lines = [
    `trade date  ${day.trade_date}`,
    `deliveries  ${day.deliveries.length} received, ${refused} refused, ${counted(day.missing_feeds.length, 'feed')} missing`,
    `records     ${accountOf(account)}`,
    `patterns    ${day.patterns.length} run, ${inconclusive} inconclusive, ${failed} failed`,
    `alerts      ${alerts.length}`,
    `lake        ${visible(places.lake)}`,
    `report      ${visible(places.report)}`,
  ];
  const [first] = alerts;
  const next = first === undefined ? [] : [`tapewarden alerts explain ${first.alert_id.slice(0, 12)}`];
  if (account.rejected > 0) next.push('tapewarden quarantine list');
  if (day.missing_feeds.length > 0) next.push(`tapewarden ledger --date ${day.trade_date}`);
  for (const [index, step] of next.entries()) lines.push(`${index === 0 ? 'next' : '    '}        ${step}`);
  return `${lines.join('\n')}\n`;
}

export function exitCode({ run: day, alerts }: FinishedRun): ExitCode {
  const clean =
    alerts.length === 0 &&
    day.missing_feeds.length === 0 &&
    (day.completeness ?? []).every(({ verdict }) => verdict !== 'incomplete' && verdict !== 'not_due_yet') &&
    day.deliveries.every(({ status, totals }) => status !== 'refused' && (totals?.rejected ?? 0) === 0) &&
    day.patterns.every(({ outcome }) => outcome === 'clear');
  return clean ? EXIT.clear : EXIT.findings;
}

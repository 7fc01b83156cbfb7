import path from 'node:path';
import { visible } from '../../domain/diagnostic.js';
import type { Alert } from '../../domain/generated/alert.js';
import { readAlerts, readEvidence } from '../../lake/run-records.js';
import { EXIT, type ExitCode } from '../../project/exit-codes.js';
import { loadFeeds, loadPatterns, loadProject, openLake, type ProjectFlags } from '../../project/project.js';
import { explanationPage } from '../../report/explanation-page.js';
import { formatNewYork, newYorkTime } from '../../report/format-time.js';
import { renderExplanationText } from '../../report/render-explanation-text.js';
import { renderPageHtml } from '../../report/render-page-html.js';
import { compareGravity, countSeverities } from '../../surveillance/order-alerts.js';
import { readingAsOf } from '../as-of.js';
import type { CliContext } from '../cli-context.js';
import { findAlert, findRun } from '../find-run.js';
import { counted, formatTable, grouped, jsonText } from '../format-table.js';
import { loadExplanation } from '../load-explanation.js';
import { requireKnown } from '../require-known.js';

type ListFlags = ProjectFlags & {
  readonly date?: string;
  readonly pattern?: string;
  readonly asOf?: string;
  readonly json: boolean;
};

/** Lists the alerts of a day's newest run, gravest first. */
export async function alertsList(context: CliContext, flags: ListFlags): Promise<ExitCode> {
  const store = await openLake(await loadProject(context, flags));
  const run = await findRun(store, flags.date, await readingAsOf(store, flags.asOf));
  requireKnown(
    'pattern',
    flags.pattern,
    run.patterns.map(({ pattern_id }) => pattern_id),
  );
  const all = await readAlerts(store, run);
  const alerts = all
    .filter((alert) => flags.pattern === undefined || alert.pattern_id === flags.pattern)
    .sort(compareGravity);
  if (flags.json) {
    context.process.stdout.write(jsonText(alerts));
    return EXIT.clear;
  }
  const columns = [
    { title: 'alert' },
    { title: 'pattern' },
    { title: 'severity' },
    { title: 'score', align: 'right' as const },
    { title: 'time (NY)' },
    { title: 'events', align: 'right' as const },
    { title: 'subject' },
  ];
  const rows = alerts.map((alert) => [
    alert.alert_id.slice(0, 12),
    alert.pattern_id,
    alert.severity,
    String(alert.score),
    newYorkTime(alert.first_ts_ns)?.time.slice(0, 12) ?? alert.first_ts_ns,
    grouped(alert.evidence_count),
    Object.values(alert.subject).join(' '),
  ]);
  if (alerts.length > 0) context.process.stdout.write(formatTable(columns, rows, context.width));
  const { stderr } = context.process;
  const severities = alerts.length === 0 ? '' : `: ${countSeverities(alerts)}`;
  stderr.write(`${counted(alerts.length, 'alert')} on ${run.trade_date}${severities}\n`);
  for (const { pattern_id, outcome, reason } of run.patterns) {
    if (flags.pattern !== undefined && flags.pattern !== pattern_id) continue;
    if (reason !== null) stderr.write(`${pattern_id}: ${outcome}; ${visible(reason)}\n`);
  }
  return EXIT.clear;
}

type ShowFlags = ProjectFlags & { readonly asOf?: string; readonly json: boolean };

/** Shows one alert: subject, measures and evidence as recorded. */
export async function alertsShow(context: CliContext, flags: ShowFlags, id: string): Promise<ExitCode> {
  const store = await openLake(await loadProject(context, flags));
  const { run, alert } = await findAlert(store, id, await readingAsOf(store, flags.asOf));
  const evidence = (await readEvidence(store, run)).filter((item) => item.alert_id === alert.alert_id);
  if (flags.json) {
    context.process.stdout.write(jsonText({ alert, evidence }));
    return EXIT.clear;
  }
  const facts: [string, string][] = [
    ['alert', alert.alert_id],
    ['pattern', `${alert.pattern_id} version ${alert.pattern_version}`],
    ['severity', alert.severity],
    ['score', scoreText(alert)],
    ['trade date', alert.trade_date],
    ['subject', subjectText(alert)],
    ['first event', formatNewYork(alert.first_ts_ns)],
    ['last event', formatNewYork(alert.last_ts_ns)],
    ...Object.entries(alert.measures).map(([name, value]): [string, string] => [name, value ?? '']),
  ];
  const { stdout } = context.process;
  stdout.write(formatTable([{ title: 'what' }, { title: 'value' }], facts, context.width));
  stdout.write('\n');
  const rows = evidence.map((item) => [clockText(item.event_ts_ns, alert), item.role, item.event_id]);
  const columns = [{ title: 'New York time' }, { title: 'role' }, { title: 'event' }];
  stdout.write(formatTable(columns, rows, context.width));
  return EXIT.clear;
}

type ExplainFlags = ProjectFlags & {
  readonly asOf?: string;
  readonly json: boolean;
  readonly html: boolean;
  readonly events?: number;
};

/** Explains one alert in plain words down to the raw lines of the brokers' files. */
export async function alertsExplain(context: CliContext, flags: ExplainFlags, id: string): Promise<ExitCode> {
  const project = await loadProject(context, flags);
  const store = await openLake(project);
  const { run, alert } = await findAlert(store, id, await readingAsOf(store, flags.asOf));
  const known = {
    store,
    feeds: await loadFeeds(project, [...new Set(run.inputs.map(({ feed }) => feed))]),
    patterns: await loadPatterns(project, [alert.pattern_id]),
    spill: path.join(project.work, 'explain'),
  };
  const explanation = await loadExplanation(known, run, alert);
  const { stdout } = context.process;
  if (flags.json) stdout.write(jsonText(explanation));
  else if (flags.html) stdout.write(await renderPageHtml(explanationPage(explanation)));
  else
    stdout.write(
      renderExplanationText(explanation, { width: context.width, max_events: flags.events ?? 12 }),
    );
  return EXIT.clear;
}

/** Time of day in New York; with its date where that is not the alert's. */
function clockText(ts_ns: string, alert: Alert): string {
  const at = newYorkTime(ts_ns);
  return at?.date === alert.trade_date ? at.time : formatNewYork(ts_ns);
}

/** `74 = 30 + 20 of 35 (orders) + 24 of 35 (cancel_ratio)`. */
function scoreText({ score, score_start, score_parts }: Alert): string {
  const parts = score_parts.map(({ measure, points, of }) => `${points} of ${of} (${measure})`);
  return `${score} = ${[String(score_start), ...parts].join(' + ')}`;
}

function subjectText(alert: Alert): string {
  return Object.entries(alert.subject)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
}

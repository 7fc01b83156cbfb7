import path from 'node:path';
import { visible } from '../../domain/diagnostic.js';
import type { Alert } from '../../domain/generated/alert.js';
import type { Explanation } from '../../domain/generated/explanation.js';
import type { Run } from '../../domain/generated/run.js';
import { sha256 } from '../../domain/sha256.js';
import { readAlerts, readEvidence } from '../../lake/run-records.js';
import { EXIT, type ExitCode } from '../../project/exit-codes.js';
import { loadFeeds, loadPatterns, loadProject, openLake, type ProjectFlags } from '../../project/project.js';
import { Refusal } from '../../project/refusal.js';
import { beginToLoadCharts } from '../../report/charts/draw-chart.js';
import { explanationPage } from '../../report/explanation-page.js';
import { formatNewYork, newYorkTime } from '../../report/format-time.js';
import { renderExplanationText } from '../../report/render-explanation-text.js';
import { renderPageHtml } from '../../report/render-page-html.js';
import { renderPagePdf } from '../../report/render-page-pdf.js';
import { compareGravity, countSeverities } from '../../surveillance/order-alerts.js';
import { readingAsOf } from '../as-of.js';
import type { CliContext } from '../cli-context.js';
import { findAlert, findRun } from '../find-run.js';
import { counted, formatTable, grouped, jsonText } from '../format-table.js';
import { loadExplanation } from '../load-explanation.js';
import { placeOf } from '../place-of.js';
import { requireKnown } from '../require-known.js';
import { writeDocument } from '../write-document.js';

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
  readonly pdf?: string;
  readonly events?: number;
};

/**
 * Explains one alert in plain words down to the raw lines of the brokers' files: as text, HTML or JSON on standard output, or as a PDF
 * in the file named.
 */
export async function alertsExplain(context: CliContext, flags: ExplainFlags, id: string): Promise<ExitCode> {
  refuseTwoForms(flags);
  const project = await loadProject(context, flags);
  const store = await openLake(project);
  const { run, alert } = await findAlert(store, id, await readingAsOf(store, flags.asOf));
  const known = {
    store,
    feedsOf: (names: readonly string[]) => loadFeeds(project, names),
    patterns: await loadPatterns(project, [alert.pattern_id]),
    spill: path.join(project.work, 'explain'),
    meanwhile: flags.html || flags.pdf !== undefined ? beginToLoadCharts : undefined,
  };
  const explanation = await loadExplanation(known, run, alert);
  const { stdout } = context.process;
  if (flags.pdf !== undefined) {
    const file = path.resolve(context.cwd, flags.pdf);
    await writeDocument(file, await explanationPdf(explanation, run));
    stdout.write(`${placeOf(context, file)}\n`);
  } else if (flags.json) stdout.write(jsonText(explanation));
  else if (flags.html) stdout.write(await renderPageHtml(explanationPage(explanation)));
  else
    stdout.write(
      renderExplanationText(explanation, { width: context.width, max_events: flags.events ?? 12 }),
    );
  return EXIT.clear;
}

function refuseTwoForms({ json, html, pdf }: ExplainFlags): void {
  const given = Object.entries({ json, html, pdf }).flatMap(([name, value]) => (value ? [`--${name}`] : []));
  if (pdf === undefined || given.length < 2) return;
  throw new Refusal(EXIT.usage, [
    `${given.join(' and ')} are given, expected one of them [report-format-unclear]`,
  ]);
}

function explanationPdf(explanation: Explanation, { run_id, trade_date }: Run): Promise<Uint8Array> {
  const document_sha256 = sha256(jsonText(explanation));
  const known = { kind: 'explanation', document_sha256, run_id, date: trade_date } as const;
  return renderPagePdf(explanationPage(explanation), known);
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

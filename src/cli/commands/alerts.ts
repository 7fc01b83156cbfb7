import path from 'node:path';
import type { Alert } from '../../domain/generated/alert.js';
import { readAlerts, readEvidence } from '../../lake/run-records.js';
import { formatNewYork } from '../../report/format-time.js';
import { renderExplanationHtml } from '../../report/render-explanation-html.js';
import { renderExplanationText } from '../../report/render-explanation-text.js';
import type { CliContext } from '../cli-context.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { findAlert, findRun } from '../find-run.js';
import { formatTable, jsonText } from '../format-table.js';
import { loadExplanation } from '../load-explanation.js';
import { loadFeeds, loadPatterns, loadProject, openLake, type ProjectFlags } from '../project.js';

type ListFlags = ProjectFlags & { readonly date?: string; readonly pattern?: string; readonly json: boolean };

/** Lists the alerts of a day's newest run. */
export async function alertsList(context: CliContext, flags: ListFlags): Promise<ExitCode> {
  const store = openLake(await loadProject(context, flags));
  const run = await findRun(store, flags.date);
  const all = await readAlerts(store, run);
  const alerts = all.filter((alert) => flags.pattern === undefined || alert.pattern_id === flags.pattern);
  if (flags.json) {
    context.process.stdout.write(jsonText(alerts));
    return EXIT.clear;
  }
  const columns = [
    { title: 'alert' },
    { title: 'pattern' },
    { title: 'severity' },
    { title: 'first event, New York' },
    { title: 'events', align: 'right' as const },
    { title: 'subject' },
  ];
  const rows = alerts.map((alert) => [
    alert.alert_id.slice(0, 12),
    alert.pattern_id,
    alert.severity,
    formatNewYork(alert.first_ts_ns),
    String(alert.evidence_count),
    subjectText(alert),
  ]);
  context.process.stdout.write(formatTable(columns, rows, context.width));
  for (const pattern of run.patterns.filter(
    ({ outcome }) => outcome === 'inconclusive' || outcome === 'failed',
  )) {
    context.process.stderr.write(`${pattern.pattern_id} is ${pattern.outcome}: ${pattern.reason ?? ''}\n`);
  }
  return EXIT.clear;
}

type ShowFlags = ProjectFlags & { readonly json: boolean };

/** Shows one alert: subject, measures and evidence as recorded. */
export async function alertsShow(context: CliContext, flags: ShowFlags, id: string): Promise<ExitCode> {
  const store = openLake(await loadProject(context, flags));
  const { run, alert } = await findAlert(store, id);
  const evidence = (await readEvidence(store, run)).filter((item) => item.alert_id === alert.alert_id);
  if (flags.json) {
    context.process.stdout.write(jsonText({ alert, evidence }));
    return EXIT.clear;
  }
  const facts: [string, string][] = [
    ['alert', alert.alert_id],
    ['pattern', `${alert.pattern_id} version ${alert.pattern_version}`],
    ['severity', alert.severity],
    ['trade date', alert.trade_date],
    ['subject', subjectText(alert)],
    ['first event', formatNewYork(alert.first_ts_ns)],
    ['last event', formatNewYork(alert.last_ts_ns)],
    ...Object.entries(alert.measures).map(([name, value]): [string, string] => [name, value ?? '']),
  ];
  const { stdout } = context.process;
  stdout.write(formatTable([{ title: 'what' }, { title: 'value' }], facts, context.width));
  stdout.write('\n');
  const rows = evidence.map((item) => [formatNewYork(item.event_ts_ns), item.role, item.event_id]);
  stdout.write(
    formatTable(
      [{ title: 'event, New York' }, { title: 'role' }, { title: 'event id' }],
      rows,
      context.width,
    ),
  );
  return EXIT.clear;
}

type ExplainFlags = ProjectFlags & {
  readonly json: boolean;
  readonly html: boolean;
  readonly events?: number;
};

/** Explains one alert in plain words down to the raw lines of the brokers' files. */
export async function alertsExplain(context: CliContext, flags: ExplainFlags, id: string): Promise<ExitCode> {
  const project = await loadProject(context, flags);
  const store = openLake(project);
  const { run, alert } = await findAlert(store, id);
  const known = {
    store,
    feeds: await loadFeeds(project),
    patterns: await loadPatterns(project),
    spill: path.join(project.lake, '.work', 'explain'),
  };
  const explanation = await loadExplanation(known, run, alert);
  const { stdout } = context.process;
  if (flags.json) stdout.write(jsonText(explanation));
  else if (flags.html) stdout.write(renderExplanationHtml(explanation));
  else
    stdout.write(
      renderExplanationText(explanation, { width: context.width, max_events: flags.events ?? 12 }),
    );
  return EXIT.clear;
}

function subjectText(alert: Alert): string {
  return Object.entries(alert.subject)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
}

import { OperationalFailure } from '../domain/operational-failure.js';
import { sha256 } from '../domain/sha256.js';
import { readAlerts, readEvidence, readLatestRun } from '../lake/run-records.js';
import { loadReport } from '../project/load-report.js';
import { counted } from '../report/counted.js';
import { renderPageHtml } from '../report/render-page-html.js';
import { reportPage } from '../report/report-page.js';
import { type StepInput, type StepOutput, step } from './step.js';

/** Words of SNS for a subject: at most so many characters. */
const MOST_SUBJECT = 100;

/** Writes the report of the recorded run under a name that its content gives, and the words of the notification. */
export const handler = step(
  'write-report',
  async ({ machine, reports, reports_at }, { execution, trade_date, day, trail }) => {
    const { store, patterns, feeds, now_ns } = machine;
    const recorded = await readLatestRun(store, trade_date);
    if (recorded === null)
      throw new OperationalFailure('object-missing', { key: `runs/trade_date=${trade_date}/` });
    const { run } = recorded;
    const [alerts, evidence] = [await readAlerts(store, run), await readEvidence(store, run)];
    const report = await loadReport(
      store,
      { run, alerts, evidence },
      {
        patterns: patterns.map(({ pattern }) => pattern.spec),
        feeds: feeds.map(({ spec }) => spec),
        // Kept scores lie in the project's folder, which functions do not have.
        scores: [],
        now_ns: now_ns(),
      },
    );
    const bytes = Buffer.from(await renderPageHtml(reportPage(report)), 'utf8');
    const key = `trade_date=${trade_date}/run=${run.run_id}/report-${sha256(bytes)}.html`;
    await reports.putIfAbsent(key, { bytes });
    const address = `${reports_at.replace(/\/$/, '')}/${key}`;
    return {
      execution,
      trade_date,
      report: address,
      ...words(day, { trail, report: address, missing: run.missing_feeds }),
    };
  },
);

function words(
  { trade_date, alerts, refused, patterns, run_id }: StepInput<'write-report'>['day'],
  {
    trail,
    report,
    missing,
  }: { trail: StepInput<'write-report'>['trail']; report: string; missing: readonly string[] },
): Pick<StepOutput<'write-report'>, 'subject' | 'message'> {
  const { failed = 0, inconclusive = 0 } = patterns;
  const trouble = [
    ...(failed > 0 ? [`${counted(failed, 'pattern')} failed`] : []),
    ...(inconclusive > 0 ? [`${inconclusive} inconclusive`] : []),
    ...(missing.length > 0 ? [`${counted(missing.length, 'feed')} missing`] : []),
    ...(refused > 0 ? [`${counted(refused, 'file')} refused`] : []),
    ...(trail.state === 'findings' ? [`${counted(trail.findings, 'finding')} in the trail`] : []),
    ...(trail.state === 'failed' ? ['trail not verified'] : []),
  ];
  const subject = [`tapewarden ${trade_date}: ${counted(alerts, 'alert')}`, ...trouble].join(', ');
  const message = [
    subject,
    `run      ${run_id}`,
    ...(missing.length > 0 ? [`missing  ${missing.join(', ')}`] : []),
    `trail    ${trail.state}`,
    `report   ${report}`,
    '',
  ].join('\n');
  return { subject: subject.slice(0, MOST_SUBJECT), message };
}

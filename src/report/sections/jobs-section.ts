import type { JobAttemptLine, JobLine, ReportJobs } from '../../domain/generated/report.js';
import { counted } from '../counted.js';
import { formatCount, formatValue } from '../exact-value.js';
import { mark } from '../mark.js';
import type { Cell, Row, Section, Span, Table } from '../page.js';
import { cutText } from '../visible-text.js';
import { costFigure, durationFigure, tookText } from './job-bars.js';

/** The jobs of the day: engine, attempts, times and bills; an unknown price is said to be unknown. */
export function jobsSection(reported: ReportJobs): Section {
  const { jobs, damaged } = reported;
  const title = 'Jobs';
  const broken = damaged.map((sentence) => ({
    kind: 'paragraph' as const,
    text: mark('failed', cutText(sentence, 400)),
  }));
  if (jobs.length === 0) {
    const text = 'No job was submitted to an engine for this day; the patterns ran within the run.';
    return { title, blocks: [...broken, { kind: 'paragraph', text }] };
  }
  const table = jobTable(reported);
  const cost = costFigure(jobs);
  return {
    title,
    blocks: [...broken, durationFigure(jobs, table) ?? table, ...(cost === null ? [] : [cost])],
  };
}

function jobTable({ totals, jobs }: ReportJobs): Table {
  return {
    kind: 'table',
    caption:
      'Patterns and predefined queries that were submitted to an engine, with every attempt. Prices are what the service bills, by the configured rates.',
    columns: [
      { title: 'Job', as: 'row' },
      { title: 'State' },
      { title: 'Engine', as: 'time' },
      { title: 'Waited', as: 'number' },
      { title: 'Took', as: 'number' },
      { title: 'vCPU h', as: 'number' },
      { title: 'GB h', as: 'number' },
      { title: 'US dollars', as: 'number' },
    ],
    rows: jobs.flatMap(jobRows),
    total: [
      `${counted(totals.jobs, 'job')}, ${counted(totals.attempts, 'attempt')}`,
      {
        lines: [
          `${formatCount(totals.success)} ended well`,
          `${formatCount(totals.failed)} failed`,
          `${formatCount(totals.cancelled)} cancelled`,
          `${formatCount(totals.open)} open`,
        ],
      },
      ...['', '', ''],
      totals.vcpu_hours,
      totals.memory_gb_hours,
      {
        lines: [
          totals.usd,
          ...(totals.unpriced === 0
            ? []
            : [{ small: `${counted(totals.unpriced, 'attempt')} without a price` }]),
        ],
      },
    ],
  };
}

const marks: Readonly<Record<string, Span>> = {
  success: mark('complete', 'Ended well'),
  failed: mark('failed', 'Failed'),
  cancelled: mark('incomplete', 'Cancelled'),
  planned: mark('incomplete', 'Planned'),
};

/** A state that has no words of its own has not ended. */
function stateMark(state: string): Span {
  return marks[state] ?? mark('incomplete', `${state.slice(0, 1).toUpperCase()}${state.slice(1)}`);
}

function jobRows(job: JobLine): Row[] {
  const { pattern_id, pattern_version, outcome, reason, in_run, alerts, rows } = job;
  const found = alerts === null ? (rows === null ? '' : counted(rows, 'row')) : counted(alerts, 'alert');
  // That there are alerts or rows, their count tells.
  const named = found !== '' && (outcome === 'alerts' || outcome === 'rows');
  const told = [
    named ? '' : (outcome?.replaceAll('_', ' ') ?? ''),
    found,
    in_run ? 'the plan of the run' : '',
  ];
  const head: Cell = {
    lines: [
      pattern_id,
      { small: `${job.kind} version ${pattern_version}, job ${job.job_id.slice(0, 12)}` },
      { small: told.filter((text) => text !== '').join('; ') },
      ...(reason === null ? [] : [{ small: cutText(reason, 400) }]),
    ],
  };
  const state = stateMark(job.state);
  if (job.attempts.length === 0) return [[head, state, '–', '–', '–', '–', '–', '–']];
  return job.attempts.map((attempt, index) =>
    attemptRow(attempt, index === 0 ? head : `${pattern_id}, attempt ${attempt.attempt}`),
  );
}

function attemptRow(attempt: JobAttemptLine, head: Cell): Row {
  const { runner, began_at, queued_seconds, duration_ms, state, usd, estimate_usd } = attempt;
  return [
    head,
    stateMark(state),
    { lines: [runner, { small: began_at }] },
    queued_seconds === null ? 'not told' : formatValue(`${queued_seconds}s`, 'ns'),
    duration_ms === null ? 'not ended' : tookText(duration_ms),
    attempt.vcpu_hours ?? '–',
    attempt.memory_gb_hours ?? '–',
    {
      lines: [usd ?? 'not known', ...(estimate_usd === null ? [] : [{ small: `estimated ${estimate_usd}` }])],
    },
  ];
}

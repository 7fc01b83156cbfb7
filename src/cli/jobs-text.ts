import { visible } from '../domain/diagnostic.js';
import type { Job } from '../domain/generated/job.js';
import { counted, formatTable } from './format-table.js';

/** Characters of a job's id that lists show. */
const SHORT = 12;

/** Title of the column of names of plans or jobs. */
export function nameTitle(named: readonly { kind?: Job['kind'] }[]): string {
  const kinds = new Set(named.map(({ kind = 'pattern' }) => kind));
  if (kinds.size > 1) return 'pattern or query';
  return kinds.has('query') ? 'query' : 'pattern';
}

/** Jobs as a table, one a line. */
export function jobsTable(jobs: readonly Job[], width: number): string {
  const titles = ['job', 'date', nameTitle(jobs), 'runner', 'state', 'usd', 'outcome'];
  const columns = titles.map((title) => ({ title, ...(title === 'usd' ? { align: 'right' as const } : {}) }));
  const rows = jobs.map((job) => {
    const newest = job.attempts.at(-1);
    return [
      job.job_id.slice(0, SHORT),
      job.trade_date,
      job.pattern_id,
      newest?.runner ?? '-',
      stateText(job),
      newest?.billed?.usd ?? '-',
      outcomeText(job),
    ];
  });
  return formatTable(columns, rows, width);
}

/** One line for a job that has ended. */
export function jobLine(job: Job): string {
  return visible(`${job.pattern_id}  ${stateText(job)}  ${outcomeText(job)}`.trimEnd()).concat('\n');
}

/** All that is known of one job, in lines. */
export function jobText(job: Job): string {
  const newest = job.attempts.at(-1);
  const facts: [string, string | null | undefined][] = [
    ['job', job.job_id],
    [job.kind, `${job.pattern_id} version ${job.pattern_version}: ${job.title}`],
    ['date', job.trade_date],
    ['class', `${job.workload}, ${megabytes(job.input_bytes)} of inputs`],
    ['state', stateText(job)],
    ['outcome', outcomeText(job) || null],
    ['canary', job.kind === 'query' ? null : job.canary.state.replace('_', ' ')],
    ['runner', newest === undefined ? null : `${newest.runner} (${newest.route})`],
    ['where', newest?.handle == null ? null : `${newest.handle.place} ${newest.handle.id}`],
    ['attempt', newest === undefined ? null : `${newest.attempt}, begun ${newest.began_at}`],
    ['ended', newest?.ended_at],
    ['queued', newest?.queued_seconds == null ? null : `${newest.queued_seconds} seconds`],
    [
      'estimate',
      newest === undefined ? null : newest.estimate_usd === null ? 'unknown' : `${newest.estimate_usd} USD`,
    ],
    ['bill', newest?.billed == null ? null : billText(newest.billed)],
    ['dashboard', newest?.dashboard],
  ];
  return facts
    .flatMap(([name, value]) => (value == null ? [] : [`${name.padEnd(9)}  ${visible(value)}\n`]))
    .join('');
}

function billText(billed: NonNullable<Job['attempts'][number]['billed']>): string {
  const { vcpu_hours, memory_gb_hours, storage_gb_hours, bytes_scanned, dpu_hours } = billed;
  const counted: [string | undefined, string][] = [
    [vcpu_hours, 'vCPU-hours'],
    [memory_gb_hours, 'GB-hours of memory'],
    [storage_gb_hours, 'GB-hours of storage'],
    [bytes_scanned, 'bytes scanned'],
    [dpu_hours, 'DPU-hours'],
  ];
  const told = counted.flatMap(([value, unit]) => (value === undefined ? [] : [`${value} ${unit}`]));
  return `${billed.usd} USD for ${told.join(', ')}`;
}

/** A size in megabytes of a million bytes, rounded up. */
export function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1_000_000)} MB`;
}

function stateText({ state, attempts }: Job): string {
  const newest = attempts.at(-1);
  const again = attempts.length > 1 ? ` (attempt ${attempts.length})` : '';
  const native = newest?.runner === 'local' ? null : newest?.native_state;
  return `${state}${native == null || native.toLowerCase() === state ? '' : ` ${native}`}${again}`;
}

function outcomeText({ outcome, alerts, rows, reason }: Job): string {
  const said = outcome === 'rows' && rows !== null ? counted(rows, 'row') : outcome?.replaceAll('_', ' ');
  const found = alerts !== null && alerts > 0 ? counted(alerts, 'alert') : (said ?? '');
  if (reason === null) return found;
  return found === '' ? reason : `${found}: ${reason}`;
}

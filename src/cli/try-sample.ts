import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { type CanonicalizedDelivery, canonicalizeDelivery } from '../canonicalize/canonicalize-delivery.js';
import { formatFault } from '../canonicalize/diagnostics.js';
import type { Feed } from '../canonicalize/feed.js';
import { readSample } from '../canonicalize/infer/read-sample.js';
import { formatSampleProblem } from '../canonicalize/infer/sample-problem.js';
import { matchDelivery } from '../canonicalize/match-delivery.js';
import { matchGroups } from '../canonicalize/validation/re2-expression.js';
import type { ControlTotal } from '../domain/generated/manifest.js';
import type { Totals } from '../domain/generated/totals.js';
import { openLocalStore } from '../store/local-store.js';
import type { CliContext } from './cli-context.js';
import { loadRejections } from './load-report.js';

/** What becomes of a sample: the numbers of a delivery, the first messages, and the dates of its events. */
export type TriedSample = {
  file: string;
  status: 'accepted' | 'rejections' | 'refused';
  totals: Totals | null;
  control: readonly ControlTotal[];
  /** The first faults, each `file:line: message [code]`. */
  faults: readonly string[];
  dates: readonly string[];
};

const MOST_FAULTS = 5;
/** Stands for the trade date of a sample that carries none; its events then have dates of their own. */
const NO_DATE = '2000-01-01';

/** Canonicalizes a sample into a lake that is thrown away; a sample may be compressed otherwise than the feed says. */
export async function trySample(context: CliContext, feed: Feed, file: string): Promise<TriedSample> {
  const sample = await readSample(file);
  const name = path.basename(file);
  if ('code' in sample) {
    return {
      file: name,
      status: 'refused',
      totals: null,
      control: [],
      faults: [formatSampleProblem(sample)],
      dates: [],
    };
  }
  const date = dateOf(feed, name, [sample.head.split(/\r?\n/)[0] ?? '', sample.last_line ?? '']);
  const tried = asSampled(feed, sample.compression.compression, date);
  const work = await mkdtemp(path.join(os.tmpdir(), 'tapewarden-sample-'));
  try {
    const store = openLocalStore(path.join(work, 'lake'));
    const result = await canonicalizeDelivery(
      { store, work: path.join(work, 'work'), now_ns: context.now_ns, new_write_id: context.new_write_id },
      tried,
      { path: file, name, trade_date: date ?? NO_DATE },
    );
    if (result.status === 'refused') return refusedSample(name, result);
    const { totals, control, files, commit_id } = result.manifest;
    const rejections = totals.rejected === 0 ? [] : await loadRejections(store, [commit_id]);
    return {
      file: name,
      status: totals.rejected === 0 ? 'accepted' : 'rejections',
      totals,
      control,
      faults: rejections
        .slice(0, MOST_FAULTS)
        .map((one) => `${one.file}:${one.line}: ${one.message} [${one.code}]`),
      dates: [...new Set(files.map(({ trade_date }) => trade_date))].filter((one) => one !== NO_DATE).sort(),
    };
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** The feed as its sample is: its compression, and events with dates of their own where the sample carries none. */
function asSampled(feed: Feed, compression: string, date: string | null): Feed {
  const routes = feed.routes.map((route) => {
    const format = { ...route.spec.format, compression } as Feed['spec']['format'];
    const by = date === null ? { trade_date: 'event' as const } : {};
    return { ...route, spec: { ...route.spec, format, ...by } };
  });
  return { ...feed, ...routes[0], routes };
}

function refusedSample(
  file: string,
  { totals, faults, examples }: Extract<CanonicalizedDelivery, { status: 'refused' }>,
): TriedSample {
  const messages = [...faults, ...examples].map(formatFault).slice(0, MOST_FAULTS);
  return { file, status: 'refused', totals, control: [], faults: messages, dates: [] };
}

/** The trade date that a file carries in its name, its header or its trailer; null where it carries none. */
function dateOf(feed: Feed, name: string, [first, last]: readonly [string, string]): string | null {
  const match = matchDelivery(name, [feed], '');
  if ('code' in match && match.code === 'file-date-differs') return match.data.file_date;
  const { header, trailer } = feed.spec;
  const controls = [
    ...(header?.match === undefined ? [] : [matchGroups(header.match, first)]),
    ...(trailer?.match === undefined ? [] : [matchGroups(trailer.match, last)]),
  ];
  const date = controls.flatMap((groups) => groups?.get('trade_date') ?? [])[0];
  return date === undefined ? null : date.replace(/^(....)(..)(..)$/, '$1-$2-$3');
}

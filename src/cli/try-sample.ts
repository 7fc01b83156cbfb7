import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { canonicalizeDelivery } from '../canonicalize/canonicalize-delivery.js';
import type { CanonicalizedDelivery } from '../canonicalize/canonicalized-delivery.js';
import { type DeliveryFault, formatFault } from '../canonicalize/diagnostics.js';
import type { Feed } from '../canonicalize/feed.js';
import { readSample } from '../canonicalize/infer/read-sample.js';
import { formatSampleProblem } from '../canonicalize/infer/sample-problem.js';
import { matchDelivery } from '../canonicalize/match-delivery.js';
import { personalKey } from '../canonicalize/personal/personal-key.js';
import type { ControlTotal } from '../domain/generated/manifest.js';
import type { Totals } from '../domain/generated/totals.js';
import { loadRejections } from '../project/load-rejections.js';
import { openLocalStore } from '../store/local-store.js';
import type { CliContext } from './cli-context.js';

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
/** The lake of a sample is thrown away, and its tokens with it. */
const SAMPLE_KEY = personalKey(new Uint8Array(32));
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
  const { compression } = sample.compression;
  const first = await tryOn(context, { feed, file, compression, date: dateInName(feed, name) });
  // A date that header or trailer declare is known once they were read.
  return first.declared === null
    ? first.tried
    : (await tryOn(context, { feed, file, compression, date: first.declared })).tried;
}

type Trial = { feed: Feed; file: string; compression: string; date: string | null };

async function tryOn(
  context: CliContext,
  { feed, file, compression, date }: Trial,
): Promise<{ tried: TriedSample; declared: string | null }> {
  const name = path.basename(file);
  const work = await mkdtemp(path.join(os.tmpdir(), 'tapewarden-sample-'));
  try {
    const store = openLocalStore(path.join(work, 'lake'));
    const { now_ns, new_write_id } = context;
    const result = await canonicalizeDelivery(
      { store, work: path.join(work, 'work'), now_ns, new_write_id, personal_key: SAMPLE_KEY },
      asSampled(feed, compression, date),
      { path: file, name, trade_date: date ?? NO_DATE },
    );
    if (result.status === 'refused') {
      return {
        tried: refusedSample(name, result),
        declared: date === null ? declaredDate(result.faults) : null,
      };
    }
    const { totals, control, files } = result.manifest;
    const { rejections } = await loadRejections(store, [result.manifest]);
    const tried: TriedSample = {
      file: name,
      status: totals.rejected === 0 ? 'accepted' : 'rejections',
      totals,
      control,
      faults: rejections
        .slice(0, MOST_FAULTS)
        .map((one) => `${one.file}:${one.line}: ${one.message} [${one.code}]`),
      dates: [...new Set(files.map(({ trade_date }) => trade_date))].filter((one) => one !== NO_DATE).sort(),
    };
    return { tried, declared: null };
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

/** The trade date that a file carries in its name; null where it carries none. */
function dateInName(feed: Feed, name: string): string | null {
  const match = matchDelivery(name, [feed], '');
  return 'code' in match && match.code === 'file-date-differs' ? match.data.file_date : null;
}

/** The trade date that header or trailer declare, from the fault of a sample tried under no date. */
function declaredDate(faults: readonly DeliveryFault[]): string | null {
  const dated = faults.find((fault) => fault.code === 'control-date-differs');
  return dated === undefined ? null : dated.data.declared;
}

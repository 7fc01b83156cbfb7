import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { canonicalizeRange } from '../src/jobs/machine/canonicalize-range.js';
import { commitFeed } from '../src/jobs/machine/commit-feed.js';
import { type FileRange, listDeliveries } from '../src/jobs/machine/list-deliveries.js';
import type { MachineContext, StepOf } from '../src/jobs/machine/machine-context.js';
import { requireState } from '../src/jobs/machine/state-objects.js';
import { openLocalStore } from '../src/store/local-store.js';
import type { ObjectStore } from '../src/store/object-store.js';
import { openS3Store } from '../src/store/s3-store.js';
import {
  acmeHeader,
  acmeLine,
  acmeTrailer,
  changedFeed,
  gzipLines,
  shippedFeed,
} from '../test/canonicalize/support/feeds.js';
import { FakeS3 } from '../test/fakes/s3/fake-s3.js';

/** What small files cost that are really taken in: processor of this machine by a local lake, requests by a fake of S3. */
export type SampledDay = {
  files: number;
  records_per_file: number;
  /** Milliseconds of processor a file, to settle it and to commit it. */
  settle_ms: number;
  commit_ms: number;
  /** Requests a file; puts and lists are billed alike, heads as gets. */
  puts_and_lists: number;
  gets: number;
};

const RECORDS = 20;
const yesterday = { execution: 'day-2026-11-19-1', trade_date: '2026-11-19' };
const today = { execution: 'day-2026-11-20-1', trade_date: '2026-11-20' };
const feed = changedFeed(shippedFeed('acme-orders'), { file: 'acme-orders-{trade_date}-{sequence}.psv.gz' });

/** Takes in a day of so many files of 20 records, twice. Nothing is simulated but S3. */
export async function sampleDay(files: number): Promise<SampledDay> {
  mkdirSync(path.resolve('bench/out'), { recursive: true });
  const folder = mkdtempSync(path.resolve('bench/out/day-'));
  try {
    const local = (name: string): ObjectStore => openLocalStore(path.join(folder, name));
    const measured = await takeIn(await dayAfterAnother(local, path.join(folder, 'work'), files), today);
    const asked = await onFake(folder, files);
    return {
      ...{ files, records_per_file: RECORDS },
      settle_ms: measured.settle_ms / files,
      commit_ms: measured.commit_ms / files,
      puts_and_lists: asked.puts_and_lists / files,
      gets: asked.gets / files,
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

type Open = (name: string) => ObjectStore | Promise<ObjectStore>;

/** A day whose files have come, in a lake and a process that have seen the day before: DuckDB is loaded, and the chain has begun. */
async function dayAfterAnother(open: Open, work: string, files: number): Promise<MachineContext> {
  const context: MachineContext = {
    ...{ feeds: [feed], patterns: [], version: '0', work, now_ns: () => 1_795_226_400_000_000_000n },
    ...{ incoming: await open('incoming'), store: await open('lake'), state: await open('state') },
    state_at: { bucket: 'state', prefix: '' },
    new_write_id: randomUUID,
  };
  await send(context, yesterday, 5);
  await takeIn(context, yesterday);
  await send(context, today, files);
  return context;
}

async function send({ incoming }: MachineContext, { trade_date }: StepOf, files: number): Promise<void> {
  const date = trade_date.replaceAll('-', '');
  for (let index = 0; index < files; index += 1) {
    const line = (record: number): string =>
      acmeLine(record, { ordId: `O${index}-${record}`, ts: `${date}-09:30:00.000000001` });
    const lines = Array.from({ length: RECORDS }, (_, record) => line(record + 1));
    const bytes = gzipLines([acmeHeader, ...lines, acmeTrailer(RECORDS, { date })]);
    await (incoming as ObjectStore).putIfAbsent(`${trade_date}/acme-orders-${date}-${index}.psv.gz`, {
      bytes,
    });
  }
}

async function takeIn(
  context: MachineContext,
  of: StepOf,
): Promise<{ settle_ms: number; commit_ms: number }> {
  const listed = await listDeliveries(context, of);
  const [wave] = listed.waves;
  const ranges = await requireState<FileRange[]>(context.state, wave?.ranges.key ?? '');
  const settle_ms = await processorMs(async () => {
    for (const range of ranges) await canonicalizeRange(context, { ...of, range });
  });
  const step = { ...of, list: listed.list, wave: 0, feed: feed.spec.feed, from: 0 };
  const commit_ms = await processorMs(async () => {
    const { published } = await commitFeed(context, step, { now_ms: () => 0, most_ms: 1 });
    if (published !== wave?.files) throw new Error(`${published} of ${wave?.files} files were published`);
  });
  return { settle_ms, commit_ms };
}

async function processorMs(work: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

async function onFake(folder: string, files: number): Promise<Pick<SampledDay, 'puts_and_lists' | 'gets'>> {
  const fake = await FakeS3.start();
  const open: Open = (name) => {
    fake.bucket(name);
    return openS3Store(
      {
        ...{ location: { bucket: name, prefix: '' }, kms_key: 'bench', region: 'us-east-1' },
        ...{ cache: path.join(folder, `cache-${name}`), endpoint: fake.endpoint, force_path_style: true },
      },
      {
        ...{ now_ms: () => performance.now(), random: () => 0.5, new_token: randomUUID },
        sleep: async (ms) => void (await sleep(ms)),
        credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      },
    );
  };
  try {
    const context = await dayAfterAnother(open, path.join(folder, 'work-s3'), files);
    const before = fake.calls.length;
    await takeIn(context, today);
    const calls = fake.calls.slice(before);
    const gets = calls.filter(({ operation }) => /^(Get|Head)Object/.test(operation)).length;
    return { puts_and_lists: calls.length - gets, gets };
  } finally {
    await fake.stop();
  }
}

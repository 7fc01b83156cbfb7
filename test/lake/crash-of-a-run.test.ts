import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { Feed } from '../../src/canonicalize/feed.js';
import { replayRepair } from '../../src/canonicalize/replay/replay-repair.js';
import type { StoredRepair } from '../../src/domain/generated/stored-repair.js';
import { sha256 } from '../../src/domain/sha256.js';
import { filesIn, runDay } from '../../src/jobs/run-day.js';
import { takeDelivery } from '../../src/jobs/take-delivery.js';
import { storeRepair } from '../../src/lake/quarantine/repair-store.js';
import { readDay } from '../../src/lake/read-lake.js';
import { readLatestRun } from '../../src/lake/run-records.js';
import type { ObjectStore } from '../../src/store/object-store.js';
import { verifiedFile } from '../../src/store/verified-file.js';
import { loadPatternCatalogue } from '../../src/surveillance/load-pattern-catalogue.js';
import { resolveSettings } from '../../src/surveillance/resolve-settings.js';
import { correctedFeed, said } from '../canonicalize/support/corrected-feed.js';
import { watchedStore } from '../canonicalize/support/failing-store.js';
import {
  acmeFile,
  acmeHeader,
  acmeLine,
  acmeTrailer,
  changedFeed,
  gzipLines,
  shippedFeed,
} from '../canonicalize/support/feeds.js';
import { listing } from '../canonicalize/support/lake.js';
import { type AnyLake, content, lakeKinds } from './support/lake-kinds.js';

const DAY = '2026-11-20';
const acme = changedFeed(shippedFeed('acme-orders'), { file: 'acme-orders-{trade_date}-{sequence}.psv.gz' });
const { patterns } = await loadPatternCatalogue();

const before = [acmeLine(1), acmeLine(2, { px: '9' }), acmeLine(3)];
/** A file whose last record is rejected, and where that one begins. */
const rejecting = acmeFile([...before, acmeLine(5, { side: '9' })]);
const rejectedAt = Buffer.byteLength(`${[acmeHeader, ...before].join('\n')}\n`);

/**
 * Every way of a day: rows, bad records, repeats, other names for the same bytes, refusals, a file that no feed claims,
 * records that another file replaces and deletes.
 */
async function writeDeliveries(folder: string): Promise<string> {
  const raw = path.join(folder, 'deliveries');
  await mkdir(raw);
  const first = acmeFile([acmeLine(1), acmeLine(2)]);
  const files = [
    first,
    rejecting,
    first,
    gzipLines([acmeHeader, acmeLine(6), acmeTrailer(2)]),
    acmeFile([acmeLine(7, { side: '9' })]),
  ];
  for (const [index, bytes] of files.entries()) {
    await writeFile(
      path.join(raw, `acme-orders-20261120-${String(index + 1).padStart(6, '0')}.psv.gz`),
      bytes,
    );
  }
  await writeFile(
    path.join(raw, 'test-20261120-1.psv'),
    `${[said('N', 'a', '1'), said('N', 'b', '2')].join('\n')}\n`,
  );
  await writeFile(
    path.join(raw, 'test-20261120-2.psv'),
    `${[said('C', 'a', '5'), said('D', 'b')].join('\n')}\n`,
  );
  await writeFile(path.join(raw, 'nobody-knows.csv'), 'a,b\n');
  return raw;
}

/** The day's deliveries, the repair and replay of a record that was rejected, and then the day's run over it all. */
async function run(folder: string, { raw, corrected }: Day, store: ObjectStore): Promise<void> {
  const configured = patterns
    .filter(({ spec }) => spec.id === 'excessive-cancels')
    .map((pattern) => {
      const settings = resolveSettings(pattern.spec.settings, {}, { file: 'none' });
      if (Array.isArray(settings)) throw new Error('the defaults are sound');
      return { pattern, settings };
    });
  const context = {
    store,
    work: path.join(folder, 'work'),
    now_ns: () => 1_763_672_400_000_000_000n,
    new_write_id: () => 'write-1',
    feeds: [acme, corrected],
    threads: 1,
    patterns: configured,
    version: '0',
    onDelivery: () => undefined,
    onPattern: () => undefined,
  };
  for (const name of await filesIn(raw)) await takeDelivery(context, { raw, name, trade_date: DAY });
  const repair: StoredRepair = {
    ...{ format: 1, feed: 'acme-orders', trade_date: DAY, by: null, reason: null },
    ...{ delivery_sha256: sha256(rejecting), file: 'acme-orders-20261120-000002.psv.gz' },
    records: [{ line: 5, byte_offset: rejectedAt, raw_sha256: null, patch: { side: '1' } }],
  };
  await replayRepair(context, acme, await storeRepair(store, repair));
  await runDay(context, { trade_date: DAY, raw });
}

type Day = { raw: string; corrected: Feed };

/** What a reader sees: every file in force, each with the right bytes, and whether the run is recorded. */
async function visible(store: ObjectStore): Promise<string> {
  const files = await readDay(store, DAY);
  for (const { file } of files) await verifiedFile(store, file);
  const run = await readLatestRun(store, DAY);
  return [...files.map(({ file }) => file.key), run?.run.run_id ?? 'no run'].join('\n');
}

test.each(lakeKinds)(
  'on %s a run that dies at any moment leaves readers whole states only, and running again gives the undisturbed lake',
  async (_, openLake) => {
    const lake = await openLake();
    const { folder, store } = lake;
    const corrected = changedFeed(await correctedFeed(), { file: 'test-{trade_date}-{sequence}.psv' });
    const day = { raw: await writeDeliveries(folder), corrected };
    const points: string[] = [];
    const states = new Map<string, string[]>();
    const whole = new Set<string>();
    const copies: AnyLake[] = [];
    /** The process dies here: what is stored is what it leaves. Moments with the same objects are the same state. */
    const die = async (point: string, half: string | null): Promise<void> => {
      points.push(point);
      const state = `${(await listing(store)).join('\n')}\n${half ?? ''}`;
      const known = states.get(state);
      if (known !== undefined) return void known.push(point);
      states.set(state, [point]);
      const left = await lake.copy(`state-${states.size}`);
      if (half !== null) await left.leaveHalf(half);
      copies.push(left);
    };
    const watched = watchedStore(store, async ({ name, key, when }) => {
      await die(`${when} ${name} ${key}`, null);
      if (name === 'putIfAbsent' && when === 'before') await die(`in ${name} ${key}`, key);
      whole.add(await visible(store));
    });
    await run(folder, day, watched);
    const expected = await content(lake);
    expect(points.length).toBeGreaterThanOrEqual(200);

    for (const [index, died] of [...states.values()].entries()) {
      const left = copies[index] as AnyLake;
      expect([died, whole.has(await visible(left.store))]).toEqual([died, true]);
      await run(folder, day, left.store);
      expect([died, await content(left)]).toEqual([died, expected]);
    }
    await run(folder, day, store);
    expect(await content(lake)).toEqual(expected);
    process.stdout.write(`${points.length} moments of death in ${states.size} states of the lake\n`);
  },
  900_000,
);

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

type Step = () => Promise<unknown>;

/** The day's deliveries, the repair and replay of a record that was rejected, and then the day's run over it all. */
async function stepsOf(folder: string, { raw, corrected }: Day, store: ObjectStore): Promise<Step[]> {
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
  const repair: StoredRepair = {
    ...{ format: 1, feed: 'acme-orders', trade_date: DAY, by: null, reason: null },
    ...{ delivery_sha256: sha256(rejecting), file: 'acme-orders-20261120-000002.psv.gz' },
    records: [{ line: 5, byte_offset: rejectedAt, raw_sha256: null, patch: { side: '1' } }],
  };
  return [
    ...(await filesIn(raw)).map((name) => () => takeDelivery(context, { raw, name, trade_date: DAY })),
    async () => replayRepair(context, acme, await storeRepair(store, repair)),
    () => runDay(context, { trade_date: DAY, raw }),
  ];
}

type Day = { raw: string; corrected: Feed };

/** What a reader sees: every file in force, each with the right bytes, and whether the run is recorded. */
async function visible(store: ObjectStore): Promise<string> {
  const files = await readDay(store, DAY);
  for (const { file } of files) await verifiedFile(store, file);
  const run = await readLatestRun(store, DAY);
  return [...files.map(({ file }) => file.key), run?.run.run_id ?? 'no run'].join('\n');
}

/** A lake as it was left: the moments that leave it so, the step that died first, and whether a step begins with it. */
type Left = { moments: string[]; copy: Promise<AnyLake>; step: number; between: boolean };

/**
 * Begun anew, a run that died within a step leaves after it what it leaves undisturbed; from there it goes on as a run that
 * died between that step and the next, and that one is run to its end.
 */
test.each(lakeKinds)(
  'on %s a run that dies at any moment leaves readers whole states only, and running again gives the undisturbed lake',
  async (_, openLake) => {
    const lake = await openLake();
    const { folder, store } = lake;
    const corrected = changedFeed(await correctedFeed(), { file: 'test-{trade_date}-{sequence}.psv' });
    const day = { raw: await writeDeliveries(folder), corrected };
    const states = new Map<string, Left>();
    const whole = new Set<string>();
    const after: string[][] = [];
    let points = 0;
    const leave = async (name: string, half: string | null): Promise<AnyLake> => {
      const left = await lake.copy(name);
      if (half !== null) await left.leaveHalf(half);
      return left;
    };
    /** The process dies here: what is stored is what it leaves. Moments with the same objects are the same state. */
    const die = async (point: string, half: string | null): Promise<Left> => {
      points += 1;
      const state = `${(await listing(store)).join('\n')}\n${half ?? ''}`;
      const known = states.get(state);
      if (known !== undefined) {
        known.moments.push(point);
        return known;
      }
      const left = {
        moments: [point],
        copy: leave(`state-${states.size}`, half),
        step: after.length,
        between: false,
      };
      states.set(state, left);
      await left.copy;
      whole.add(await visible(store));
      return left;
    };
    const watched = watchedStore(store, async ({ name, key, when }) => {
      await die(`${when} ${name} ${key}`, null);
      if (name === 'putIfAbsent' && when === 'before') await die(`in ${name} ${key}`, key);
    });
    for (const step of await stepsOf(folder, day, watched)) {
      (await die(`before step ${after.length + 1}`, null)).between = true;
      await step();
      after.push(await content(lake));
    }
    expect(points).toBeGreaterThanOrEqual(200);

    for (const { moments, copy, step, between } of states.values()) {
      const left = await copy;
      expect([moments, whole.has(await visible(left.store))]).toEqual([moments, true]);
      const steps = await stepsOf(folder, day, left.store);
      const last = between ? steps.length - 1 : step;
      for (const [index, again] of steps.slice(0, last + 1).entries()) {
        await again();
        if (index >= step)
          expect([moments, index, await content(left)]).toEqual([moments, index, after[index]]);
      }
    }
    for (const step of await stepsOf(folder, day, store)) await step();
    expect(await content(lake)).toEqual(after.at(-1));
    process.stdout.write(`${points} moments of death in ${states.size} states of the lake\n`);
  },
  900_000,
);

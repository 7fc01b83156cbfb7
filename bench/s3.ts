import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { loadFeedCatalogue } from '../src/canonicalize/load-feed-catalogue.js';
import { filesIn } from '../src/jobs/run-day.js';
import { takeDelivery } from '../src/jobs/take-delivery.js';
import { openLocalStore } from '../src/store/local-store.js';
import type { ObjectStore } from '../src/store/object-store.js';
import { openS3Store } from '../src/store/s3-store.js';
import { FakeS3 } from '../test/fakes/s3/fake-s3.js';
import { type FaultPlan, faultStorm, seededRandom } from '../test/fakes/s3/fault.js';
import { recordMeasured } from './record-measured.js';

/**
 * What the stores withstand, on a fake of S3 in this process: races, lost replies, and what a storm of faults costs.
 *
 * `tsx bench/s3.ts [rounds] [seeds] [--record]`; waits are real, chance is seeded.
 */
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
const rounds = Number(process.argv[2] ?? 500);
const seeds = Number(process.argv[3] ?? 3);
mkdirSync(path.resolve('bench/out'), { recursive: true });
const folder = mkdtempSync(path.resolve('bench/out/s3-'));
const bytes = Buffer.from('x');

async function onFake<Result>(
  faults: FaultPlan,
  work: (store: ObjectStore, fake: FakeS3) => Promise<Result>,
): Promise<Result> {
  const fake = await FakeS3.start();
  fake.bucket('bench');
  fake.faults = faults;
  const store = await openS3Store(
    {
      location: { bucket: 'bench', prefix: 'lake' },
      kms_key: 'bench',
      cache: path.join(folder, 'cache'),
      region: 'us-east-1',
      endpoint: fake.endpoint,
      force_path_style: true,
      part_bytes: 5 * 2 ** 20,
      parallel: 16,
    },
    {
      now_ms: () => performance.now(),
      sleep: async (ms) => void (await sleep(ms)),
      random: seededRandom(1),
      new_token: randomUUID,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    },
  );
  try {
    return await work(store, fake);
  } finally {
    await fake.stop();
  }
}

/** Rounds of 32 writers of which exactly one won and stands. */
async function races(store: ObjectStore): Promise<number> {
  let won = 0;
  for (let round = 0; round < rounds; round += 1) {
    const key = `race/${round}`;
    const puts = await Promise.all(
      Array.from({ length: 32 }, (_, writer) => store.putIfAbsent(key, { bytes: Buffer.from(`${writer}`) })),
    );
    const winners = puts.flatMap(({ outcome }, writer) => (outcome === 'stored' ? [`${writer}`] : []));
    const stands = Buffer.from((await store.get(key)) ?? []).toString('utf8');
    if (winners.length === 1 && winners[0] === stands) won += 1;
  }
  return won;
}

async function timed(work: () => Promise<string>): Promise<number> {
  const started = performance.now();
  const said = await work();
  const seconds = (performance.now() - started) / 1000;
  console.log(`${said}, ${seconds.toFixed(1)} s`);
  return seconds;
}

/** What the last demo asked of S3. */
let asked = { deliveries: 0, puts_and_lists: 0, gets: 0 };

/** Canonicalizes the deliveries of the demo; says how many were published and what the fake was asked. */
async function demo(store: ObjectStore, fake: FakeS3): Promise<string> {
  const { feeds } = await loadFeedCatalogue(path.resolve('feeds'));
  const raw = path.resolve('demo/deliveries');
  const names = await filesIn(raw);
  const work = path.join(folder, 'work');
  const context = { store, work, now_ns: () => 0n, new_write_id: randomUUID, feeds };
  let published = 0;
  for (const name of names) {
    const { status } = await takeDelivery(context, { raw, name, trade_date: '2026-11-20' });
    if (status === 'published') published += 1;
  }
  const puts = fake.calls.filter((call) => !/^(Get|Head)Object/.test(call.operation)).length;
  asked = { deliveries: names.length, puts_and_lists: puts, gets: fake.calls.length - puts };
  return `${published} of ${names.length} deliveries published by ${fake.calls.length} calls`;
}

try {
  await timed(
    async () =>
      `local: ${await races(openLocalStore(path.join(folder, 'lake')))} of ${rounds} races, one winner`,
  );
  await onFake(
    () => null,
    (store) => timed(async () => `S3: ${await races(store)} of ${rounds} races of 32 writers, one winner`),
  );
  const lost = new Set<string>();
  const losing: FaultPlan = ({ operation, key }) => {
    if (operation !== 'PutObject' || lost.has(key)) return null;
    lost.add(key);
    return { kind: 'cut-after' };
  };
  await onFake(losing, (store) =>
    timed(async () => {
      const puts = Array.from({ length: 1000 }, (_, put) => store.putIfAbsent(`lost/${put}`, { bytes }));
      const own = (await Promise.all(puts)).filter(({ outcome }) => outcome === 'stored');
      return `${own.length} of ${lost.size} own writes recognised after their replies were lost`;
    }),
  );
  let calm = 0;
  let undisturbed = asked;
  let stormy = 0;
  for (let seed = 1; seed <= seeds; seed += 1) {
    calm += await onFake(
      () => null,
      (store, fake) => timed(async () => `undisturbed: ${await demo(store, fake)}`),
    );
    undisturbed = asked;
    let failed = 0;
    const storm = faultStorm({ seed, share: 0.05 });
    const counted: FaultPlan = (call) => {
      const fault = storm(call);
      if (fault !== null) failed += 1;
      return fault;
    };
    stormy += await onFake(counted, (store, fake) =>
      timed(async () => `5 % fail: ${await demo(store, fake)}, ${failed} of them failed`),
    );
  }
  console.log(`5 % of the calls failing costs ${(stormy / calm).toFixed(2)} of the undisturbed time`);
  recordMeasured('s3', undisturbed);
} finally {
  rmSync(folder, { recursive: true });
}

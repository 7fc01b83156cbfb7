import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Run } from '../../src/domain/generated/run.js';
import { readManifests } from '../../src/lake/read-lake.js';
import { readAlerts, readEvidence, readLatestRun } from '../../src/lake/run-records.js';
import { openLocalStore } from '../../src/store/local-store.js';
import type { ObjectStore } from '../../src/store/object-store.js';
import { cliIn } from '../cli/support/run-cli.js';
import { openDayMachine } from './support/day-machine.js';
import { arrive, lakeOf, openLambdaWorld } from './support/lambda-world.js';

const trade_date = '2026-11-20';

/** All that a day leaves and that does not depend on who ran it: no times, no receipts of S3, and no hash of the program, which is a bundle in functions. */
async function left(store: ObjectStore): Promise<{ run: Run; found: unknown; files: string[] }> {
  const recorded = await readLatestRun(store, trade_date);
  if (recorded === null) throw new Error('no run is recorded');
  const { run } = recorded;
  const manifests = await readManifests(store);
  const files = manifests.flatMap(({ files: own, quarantine }) =>
    [...own, ...(quarantine === null ? [] : [quarantine])].map(({ key }) => key),
  );
  const found = { alerts: await readAlerts(store, run), evidence: await readEvidence(store, run) };
  const { code_sha256: _program, ...same } = run;
  return { run: same, found, files: files.sort() };
}

/** The demo's files, and two that nothing can be made of. */
async function files(): Promise<{ name: string; bytes: Buffer }[]> {
  const names = await readdir('demo/deliveries');
  const demo = names.map(async (name) => ({
    name,
    bytes: await readFile(path.join('demo/deliveries', name)),
  }));
  return [
    ...(await Promise.all(demo)),
    {
      name: 'acme-orders-20261120-2.psv.gz',
      bytes: Buffer.from('\u001f\u008b and then nothing of gzip', 'latin1'),
    },
    { name: 'nobody-knows.bin', bytes: Buffer.from('?') },
  ];
}

test('the machine leaves the same day as tapewarden run, and a second execution adds no object', async () => {
  const sent = await files();
  const folder = await mkdtemp(path.join(os.tmpdir(), 'tapewarden-day-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const raw = await mkdtemp(path.join(folder, 'raw-'));
  for (const { name, bytes } of sent) await writeFile(path.join(raw, name), bytes);
  const now_ns = BigInt(Date.now()) * 1_000_000n;
  const ran = await cliIn(folder, now_ns)('run', '--date', trade_date, '--raw', raw, '--lake', 'lake');
  expect(ran.exit).toBe('findings');
  const expected = await left(openLocalStore(path.join(folder, 'lake')));

  const world = await openLambdaWorld();
  for (const file of sent) arrive(world, trade_date, file);
  const { machine, told } = openDayMachine(world);
  const day = await machine.start('day-2026-11-20-1', { trade_date });
  expect(day).toMatchObject({
    status: 'SUCCEEDED',
    output: { trade_date, alerts: 50, run_id: expected.run.run_id },
  });
  expect(await left(await lakeOf(world))).toEqual(expected);
  expect(told.map(({ Subject }) => Subject)).toEqual([
    expect.stringMatching(/^tapewarden 2026-11-20: 50 alerts, .*2 files refused$/) as string,
  ]);

  const objects = world.lake.keys();
  const again = await machine.start('day-2026-11-20-2', { trade_date });
  expect(again).toMatchObject({ status: 'SUCCEEDED', output: { run_id: expected.run.run_id } });
  expect(world.lake.keys()).toEqual(objects);
}, 300_000);

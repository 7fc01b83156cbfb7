import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { readManifestChain } from '../../src/lake/manifest-chain.js';
import { readLatestRun } from '../../src/lake/run-records.js';
import { openLocalStore } from '../../src/store/local-store.js';
import { correctedSchemas, correctedYaml, said, standing } from '../canonicalize/support/corrected-feed.js';
import { temporaryFolder } from '../canonicalize/support/lake.js';
import { openDayMachine, type StepFaults } from './support/day-machine.js';
import { arrive, type LambdaWorld, lakeOf, openLambdaWorld } from './support/lambda-world.js';
import { OWN_PROJECT, ownProject } from './support/own-project.js';

const trade_date = '2026-11-20';
const FEED = 'told-orders';
const HEAD = `feed: ${FEED}
version: 1
broker: TEST
file: "told-{trade_date}-{sequence}.txt"
arrives: {by: "18:00", zone: America/New_York}
`;

let world: LambdaWorld;

beforeEach(async () => {
  world = await openLambdaWorld(OWN_PROJECT);
  await ownProject(world.folder, { [FEED]: `${HEAD}${correctedYaml}` });
  for (const [name, schema] of Object.entries(correctedSchemas)) {
    const whole = { $id: name, title: name, description: name, type: 'object', ...schema };
    await writeFile(path.join(world.folder, 'own-feeds', FEED, `${name}.schema.json`), JSON.stringify(whole));
  }
});

const send = (number: number, ...lines: string[]): void =>
  arrive(world, trade_date, {
    name: `told-20261120-${number}.txt`,
    bytes: Buffer.from(lines.map((line) => `${line}\n`).join('')),
  });

async function runDay(attempt: number, faults: StepFaults = () => null): Promise<string | undefined> {
  const { machine } = openDayMachine(world, faults);
  const day = await machine.start(`day-2026-11-20-${attempt}`, { trade_date });
  expect(day).toMatchObject({ status: 'SUCCEEDED' });
  return (await readLatestRun(await lakeOf(world), trade_date))?.run.run_id;
}

/** What stands of the trade date, read from a copy of the lake on disk. */
async function rows(): Promise<string[]> {
  const folder = await temporaryFolder();
  for (const key of world.lake.keys()) {
    const file = path.join(folder, key);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, world.lake.current(key)?.body ?? '');
  }
  const root = path.join(folder, 'lake');
  return standing({ root, folder, store: openLocalStore(root) });
}

const commits = async (): Promise<number> => (await readManifestChain(await lakeOf(world), FEED)).length;

test('a correction that comes after the day was run is taken by a second execution, exactly once, and not by a third', async () => {
  send(1, said('N', 'a', '100'), said('N', 'b', '200'));
  const first = await runDay(1);
  expect(await rows()).toEqual(['2026-11-20:a 100', '2026-11-20:b 200']);

  send(2, said('C', 'a', '60'), said('N', 'c', '300'));
  const second = await runDay(2);
  expect(await rows()).toEqual(['2026-11-20:a 60', '2026-11-20:b 200', '2026-11-20:c 300']);
  expect(await commits()).toBe(2);
  expect(second).not.toBe(first);

  const objects = world.lake.keys();
  expect(await runDay(3)).toBe(second);
  expect(world.lake.keys()).toEqual(objects);
});

test('the correction is taken once though each state of its day fails after its work', async () => {
  send(1, said('N', 'a', '100'), said('N', 'b', '200'));
  await runDay(1);
  send(2, said('C', 'a', '60'), said('D', 'b'));
  const seen = new Set<string>();
  await runDay(2, ({ state }) => {
    if (seen.has(state)) return null;
    seen.add(state);
    return 'after';
  });
  expect(await rows()).toEqual(['2026-11-20:a 60']);
  expect(await commits()).toBe(2);
});

test('a correction that came before what it corrects, in one day, is settled by the order of names', async () => {
  send(2, said('C', 'a', '60'));
  send(1, said('N', 'a', '100'));
  await runDay(1);
  expect(await rows()).toEqual(['2026-11-20:a 60']);
});

import { expect } from 'vitest';
import { readLatestRun } from '../../../src/lake/run-records.js';
import { acmeFile, acmeLine } from '../../canonicalize/support/feeds.js';
import { openDayMachine } from './day-machine.js';
import { arrive, type LambdaWorld, lakeOf, openLambdaWorld } from './lambda-world.js';
import { acmeYaml, OWN_PROJECT, ownProject } from './own-project.js';

/** The trade date of small days. */
export const trade_date = '2026-11-20';

/** A day of three files, of which the second repeats a record and the third is none, and of three patterns, with what more tapewarden.yaml says. */
export async function smallDay(more = ''): Promise<LambdaWorld> {
  const world = await openLambdaWorld(`${OWN_PROJECT}${more}`);
  await ownProject(world.folder, { 'acme-orders': await acmeYaml() });
  const send = (name: string, bytes: Uint8Array): void => arrive(world, trade_date, { name, bytes });
  send('acme-orders-20261120-1.psv.gz', acmeFile([acmeLine(1), acmeLine(2, { evt: 'F' }), acmeLine(3)]));
  send('acme-orders-20261120-2.psv.gz', acmeFile([acmeLine(2, { evt: 'F' }), acmeLine(4)]));
  send('acme-orders-20261120-3.psv.gz', Buffer.from('no gzip'));
  return world;
}

/** Keys of the lake and bytes of the chain without what tells of times and writes. */
export async function lakeState(
  world: LambdaWorld,
): Promise<{ keys: string[]; run_id: string | undefined; chain: unknown[] }> {
  const store = await lakeOf(world);
  const chain: unknown[] = [];
  for (const { key } of await store.list('manifests/')) {
    const entry = JSON.parse(Buffer.from((await store.get(key)) ?? []).toString('utf8')) as Record<
      string,
      unknown
    >;
    chain.push([
      entry['kind'],
      entry['sequence'],
      entry['commit_id'],
      entry['totals'],
      entry['files'] === undefined,
    ]);
  }
  const keys = world.lake.keys().filter((key) => !key.includes('/jobs/'));
  return { keys, run_id: (await readLatestRun(store, trade_date))?.run.run_id, chain };
}

/** What a small day leaves when nothing goes wrong and all runs in functions, and the states that it calls. */
export async function undisturbed(): Promise<{
  state: Awaited<ReturnType<typeof lakeState>>;
  states: string[];
}> {
  const world = await smallDay();
  const { machine, calls } = openDayMachine(world);
  expect(await machine.start('day-2026-11-20-1', { trade_date })).toMatchObject({ status: 'SUCCEEDED' });
  return { state: await lakeState(world), states: [...new Set(calls.map(({ state }) => state))] };
}

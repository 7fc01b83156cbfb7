import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { FileRange } from '../../src/jobs/machine/list-deliveries.js';
import { handler as canonicalizeRange } from '../../src/lambda/canonicalize-delivery.js';
import { handler as commitFeed } from '../../src/lambda/commit-deliveries.js';
import { handler as listDeliveries } from '../../src/lambda/list-deliveries.js';
import type { StepOutput } from '../../src/lambda/step.js';
import { handler as verifyTrail } from '../../src/lambda/verify-trail.js';
import { peopleFile, peopleFormats, writePeopleFeeds } from '../cli/support/people-project.js';
import { FakeSecretsManager } from '../fakes/secrets-manager/fake-secrets-manager.js';
import { findLeaks, type Told, textsOf } from '../support/find-leaks.js';
import { recordWire, type Wire } from '../support/record-wire.js';
import { arrive, invoke, type LambdaWorld, openLambdaWorld } from './support/lambda-world.js';

const ARN = 'arn:aws:secretsmanager:us-east-1:111122223333:secret:tapewarden-dev-personal-key-a1B2c3';
const SECRET = { 'personal key': 'c0ffee04'.repeat(8) };
type DayList = StepOutput<'list-deliveries'>;

const of = { execution: 'day-2026-11-20-1', trade_date: '2026-11-20' };
const order = { evt: 'F', ts: '20261120-10:00:00', sym: 'ZVZZT', px: '10.5', qty: '100', tax: 'T1' };

/** A world whose feeds have personal fields and whose key of tokens is a secret, with one file; everything that its steps send and log. */
async function peopleWorld(): Promise<{
  world: LambdaWorld;
  secrets: FakeSecretsManager;
  wire: Wire;
  logged: string[];
}> {
  const world = await openLambdaWorld(`feeds: feeds\npersonal: {key_secret: "${ARN}"}\n`);
  writePeopleFeeds(world.folder);
  const secrets = await FakeSecretsManager.start();
  secrets.secrets.set(ARN, SECRET['personal key']);
  vi.stubEnv('AWS_ENDPOINT_URL_SECRETS_MANAGER', secrets.endpoint);
  const wire = recordWire();
  const logged: string[] = [];
  const stdout = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    logged.push(String(text));
    return true;
  });
  onTestFinished(async () => {
    stdout.mockRestore();
    wire.stop();
    await secrets.stop();
  });
  const { record, file } = peopleFormats['pipe'] as (typeof peopleFormats)[string];
  const people = [
    { ...order, id: '1', side: '1', acct: 'A1', name: 'ANNA' },
    { ...order, id: '2', side: '9', acct: 'A2', name: 'BERT' },
  ];
  const bytes = Buffer.from(file(people.map(record)));
  arrive(world, of.trade_date, { name: peopleFile('pipe', 1), bytes });
  return { world, secrets, wire, logged };
}

/** Calls a handler as the function that infra/ names after it, so that it logs. */
function asStep<In, Out>(name: string, handler: (event: In) => Promise<Out>, event: In): Promise<Out> {
  vi.stubEnv('TAPEWARDEN_STEP', name);
  return invoke(handler, event);
}

async function listedRange({ state }: LambdaWorld): Promise<{ listed: DayList; range: FileRange }> {
  const listed = await asStep('list-deliveries', listDeliveries, of);
  const key = listed.waves[0]?.ranges.key ?? '';
  const [range] = JSON.parse(String(state.current(key)?.body)) as FileRange[];
  if (range === undefined) throw new Error('nothing was listed');
  return { listed, range };
}

test('the key of tokens is read from its secret by the steps that read deliveries, once a process, and by no other', async () => {
  const { world, secrets } = await peopleWorld();
  const { listed, range } = await listedRange(world);
  await asStep('verify-trail', verifyTrail, of);
  expect(secrets.calls).toEqual([]);
  await asStep('canonicalize-delivery', canonicalizeRange, { ...of, range });
  await asStep('canonicalize-delivery', canonicalizeRange, { ...of, range });
  const committing = { ...of, list: listed.list, wave: 0, feed: 'people-pipe', from: 0 };
  expect(await asStep('commit-deliveries', commitFeed, committing)).toMatchObject({ published: 1 });
  expect(secrets.calls).toEqual(['GetSecretValue']);
});

test('the key stands in no manifest or other object, no state, no request and no log, where what was sent does', async () => {
  const { world, wire, logged } = await peopleWorld();
  const { listed, range } = await listedRange(world);
  await asStep('canonicalize-delivery', canonicalizeRange, { ...of, range });
  const committing = { ...of, list: listed.list, wave: 0, feed: 'people-pipe', from: 0 };
  await asStep('commit-deliveries', commitFeed, committing);
  const objects = [world.lake, world.state].flatMap((bucket) =>
    bucket.keys().flatMap((key): Told[] => {
      const { body, attributes } = bucket.current(key) ?? { body: null, attributes: {} };
      return [[`attributes of ${key}`, JSON.stringify(attributes)], ...textsOf(key, body ?? Buffer.alloc(0))];
    }),
  );
  const told: Told[] = [...objects, ...wire.requests(), ['the log', logged.join('')]];
  expect(findLeaks(told, SECRET)).toEqual([]);
  expect(objects.some(([where]) => where.startsWith('lake/manifests/'))).toBe(true);
  // The search sees what is there: the name of the file in all three, and the raw line in the lake.
  const there = findLeaks(told, { file: peopleFile('pipe', 1), anna: 'ANNA' }).join('\n');
  expect(there).toMatch(/file in the log|file in request/);
  expect(there).toMatch(/anna in lake\/raw/);
  expect(readFileSync(path.join(world.folder, 'tapewarden.yaml'), 'utf8')).toContain(ARN);
});

test('a secret that is denied ends the step at once, and one that does not answer lets it be tried again', async () => {
  const { world, secrets } = await peopleWorld();
  const { range } = await listedRange(world);
  secrets.denied = true;
  const step = (): Promise<unknown> => asStep('canonicalize-delivery', canonicalizeRange, { ...of, range });
  await expect(step()).rejects.toMatchObject({ name: 'secret-unreadable' });
  secrets.denied = false;
  secrets.faults = ({ number }) =>
    number <= 6 ? { kind: 'error', code: 'InternalServiceError', status: 500 } : null;
  await expect(step()).rejects.toMatchObject({ name: 'Retryable' });
  await expect(step()).resolves.toEqual({ settled: 1, unfinished: 0 });
});

import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Posture, PostureLine } from '../../../src/domain/generated/posture.js';
import { cliIn, temporaryFolder } from '../../cli/support/run-cli.js';
import { FakeAccount } from '../../fakes/account/fake-account.js';
import { stubAwsEnvironment } from '../../fakes/aws-environment.js';
import { SPOILERS } from './spoilers.js';

let account: FakeAccount;
let place: ReturnType<typeof temporaryFolder>;

beforeEach(async () => {
  account = await FakeAccount.start();
  place = temporaryFolder();
  stubAwsEnvironment();
  writeFileSync(path.join(place.folder, 'tapewarden.yaml'), account.projectText());
});
afterEach(async () => {
  vi.unstubAllEnvs();
  place.remove();
  await account.stop();
});

async function controls(): Promise<PostureLine[]> {
  const { stdout } = await cliIn(place.folder)('audit', 'posture', '--json');
  return (JSON.parse(stdout) as Posture).controls;
}

const told = (found: readonly PostureLine[], verdict: PostureLine['verdict']): string[] =>
  found.filter((line) => line.verdict === verdict).map(({ id, resource }) => `${id} of ${resource}`);

test('a sound account passes every control, and each control has a spoiler', async () => {
  const found = await controls();
  expect(told(found, 'fail')).toEqual([]);
  expect(told(found, 'unknown')).toEqual([]);
  expect([...new Set(found.map(({ id }) => id))].sort()).toEqual(Object.keys(SPOILERS).sort());
});

test.each(Object.entries(SPOILERS))(
  '%s fails alone where its setting is spoiled, and is unknown where it may not be read',
  async (id, { resource, spoil, seen, deny, permission }) => {
    spoil(account);
    const spoiled = await controls();
    expect(told(spoiled, 'fail')).toEqual([`${id} of ${resource}`]);
    expect(told(spoiled, 'unknown')).toEqual([]);
    const line = spoiled.find((one) => one.verdict === 'fail');
    expect(line?.evidence.join('\n')).toContain(seen);
    expect(line?.fix.length).toBeGreaterThan(20);
    expect(line?.attacker_gains.length).toBeGreaterThan(10);

    // What may not be read is unknown, not failed: also where it is spoiled.
    deny(account);
    const denied = await controls();
    expect(told(denied, 'fail')).toEqual([]);
    expect(told(denied, 'unknown')).toContain(`${id} of ${resource}`);
    const unread = denied.filter(({ verdict }) => verdict === 'unknown');
    expect([...new Set(unread.map(({ missing_permission }) => missing_permission))]).toEqual([permission]);
  },
);

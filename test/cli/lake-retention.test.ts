import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RetentionPlan } from '../../src/domain/generated/retention-plan.js';
import { packageRoot } from '../../src/domain/package-root.js';
import { acmeFile, acmeLine, acmeName } from '../canonicalize/support/feeds.js';
import { schemaErrors } from '../support/schema-errors.js';
import { expectGoldenCalls } from './support/golden.js';
import { type Cli, cliIn, temporaryFolder } from './support/run-cli.js';

const { folder, remove } = temporaryFolder();
const tapewarden: Cli = cliIn(folder);
const left = 'lake/quarantine/trade_date=2026-11-20/feed=acme-orders/left.parquet';

beforeAll(async () => {
  mkdirSync(path.join(folder, 'deliveries'));
  const lines = [acmeLine(1), acmeLine(2), acmeLine(3, { side: '9' })];
  writeFileSync(path.join(folder, 'deliveries', acmeName), acmeFile(lines));
  await tapewarden('canonicalize');
});
afterAll(remove);

test('holds are placed, listed and released, and what is wrong with them is said', async () => {
  const who = ['--by', 'A. Counsel'];
  const dates = ['--from', '2026-11-01', '--to', '2026-11-30'];
  await expectGoldenCalls('lake-holds', { folder, tapewarden }, [
    ['lake', 'holds'],
    ['lake', 'hold', ...dates, '--reason', 'inquiry 17', ...who],
    ['lake', 'holds'],
    ['lake', 'retention', '--plan', '--on', '2040-01-01'],
    ['lake', 'release', '00000000-0000-4000-8000-000000000002', '--reason', 'closed', ...who],
    ['lake', 'release', 'nothing', '--reason', 'closed', ...who],
    ['lake', 'hold', '--from', '2026-11-02', '--to', '2026-11-01', '--reason', 'x', ...who],
    ['lake', 'hold', ...dates, '--reason', 'x', ...who, '--feed', 'acme'],
    ['lake', 'hold', ...dates, '--reason', 'x'],
    ['lake', 'hold', ...dates, '--reason', '', ...who],
    ['lake', 'holds'],
  ]);
  expect((await tapewarden('lake', 'holds', '--json')).stdout).toBe('[]\n');
});

test('a plan says what is kept until when, and nothing is removed before its time', async () => {
  await expectGoldenCalls('lake-retention', { folder, tapewarden }, [
    ['lake', 'retention', '--plan'],
    ['lake', 'retention', '--plan', '--on', '2029-11-22'],
    ['lake', 'retention', '--apply', '--by', 'R. Officer'],
    ['lake', 'retention'],
    ['lake', 'retention', '--plan', '--apply'],
    ['lake', 'retention', '--apply'],
    ['lake', 'retention', '--apply', '--by', 'R. Officer', '--on', '2040-01-01'],
  ]);
  const plan = JSON.parse(
    (await tapewarden('lake', 'retention', '--plan', '--on', '2029-11-22', '--json')).stdout,
  ) as RetentionPlan;
  expect(schemaErrors('retention-plan', [plan])).toEqual([]);
  expect(plan.expired.map(({ key }) => key.split('/')[0])).toEqual(['data', 'quarantine', 'raw']);
});

test('the policy of the folder stands in for the shipped one, and one that is not sound is refused', async () => {
  const own = path.join(folder, 'retention.yaml');
  copyFileSync(path.join(packageRoot(), 'retention.yaml'), own);
  writeFileSync(own, readFileSync(own, 'utf8').replace('years: 3', 'years: 4'));
  const { stdout } = await tapewarden('lake', 'retention', '--plan', '--json');
  expect((JSON.parse(stdout) as RetentionPlan).classes).toMatchObject([{ next_expiry: '2030-11-21' }]);
  writeFileSync(own, readFileSync(own, 'utf8').replace('results: surveillance', 'results: whatever'));
  const refused = await tapewarden('lake', 'retention', '--plan');
  expect(refused.exit).toBe('invalid_spec');
  expect(refused.stderr).toMatch(
    /^retention\.yaml:\d+:\d+: \/results is whatever, expected one of blotter, order-memorandum, .* \[spec-schema-violated\]\n$/,
  );
  writeFileSync(own, 'format: 1\n');
  expect((await tapewarden('lake', 'retention', '--plan')).exit).toBe('invalid_spec');
  writeFileSync(own, '');
  expect((await tapewarden('lake', 'retention', '--plan')).exit).toBe('invalid_spec');
});

test('garbage is listed by a dry run, and removed once it is old enough', async () => {
  writeFileSync(path.join(folder, left), 'x');
  await expectGoldenCalls('lake-gc', { folder, tapewarden }, [
    ['lake', 'gc', '--grace', '7 days'],
    ['lake', 'gc', '--grace', '999999d'],
  ]);
  expect(existsSync(path.join(folder, left))).toBe(true);
});

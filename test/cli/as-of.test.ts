import { cpSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { LakeHistory } from '../../src/domain/generated/lake-history.js';
import type { Run } from '../../src/domain/generated/run.js';
import { simulateDay } from '../../src/simulate/simulate-day.js';
import { schemaErrors } from '../support/schema-errors.js';
import { expectGoldenCalls } from './support/golden.js';
import { type Cli, cliIn, temporaryFolder } from './support/run-cli.js';

const { folder, remove } = temporaryFolder();
const tapewarden: Cli = cliIn(folder);
let late: Run;

beforeAll(async () => {
  await simulateDay({ events: 300, seed: 3, trade_date: '2026-11-20', out: folder });
  const deliveries = path.join(folder, 'deliveries');
  const log = readdirSync(deliveries).find((name) => name.includes('bolt')) ?? '';
  cpSync(path.join(deliveries, log), path.join(folder, log));
  rmSync(path.join(deliveries, log));
  await tapewarden('run', '--date', '2026-11-20');
  cpSync(path.join(folder, log), path.join(deliveries, log));
  late = JSON.parse((await tapewarden('run', '--json')).stdout) as Run;
});
afterAll(remove);

test('the history of a feed and its words for a state that nobody knows', async () => {
  await expectGoldenCalls('lake-history', { folder, tapewarden }, [
    ['lake', 'history', '--feed', 'bolt-fix'],
    ['lake', 'history', '--feed', 'bolt-fix', '--date', '2026-11-23'],
    ['lake', 'history', '--as-of', '2026-11-20T18:30:00'],
    ['lake', 'history', '--as-of', 'ffffffffff'],
    ['run', '--as-of', '2026-11-20T18:30:00Z'],
    ['alerts', 'list', '--as-of', '2020-01-01T00:00:00Z'],
  ]);
});

test('the history as JSON satisfies its schema', async () => {
  const document = JSON.parse((await tapewarden('lake', 'history', '--json')).stdout) as LakeHistory;
  expect(schemaErrors('lake-history', [document])).toEqual([]);
  expect(document.entries).toHaveLength(13);
});

test('a run as of a state gives what a run then gave, and records nothing', async () => {
  const now = await tapewarden('run', '--date', '2026-11-20', '--as-of', '2100-01-01T00:00:00Z', '--json');
  expect((JSON.parse(now.stdout) as Run).run_id).toBe(late.run_id);
  const never = await tapewarden('run', '--date', '2026-11-20', '--as-of', '2020-01-01T00:00:00Z', '--json');
  expect((JSON.parse(never.stdout) as Run).inputs).toEqual([]);
  expect(never.stderr).toContain('nothing was recorded');
  expect(readdirSync(path.join(folder, 'lake/runs/trade_date=2026-11-20'))).toHaveLength(2);
});

test('the ledger is asked at the state that is named, in which nothing else had arrived', async () => {
  const verdict = async (...state: string[]): Promise<[string, string]> => {
    const { exit, stdout } = await tapewarden('ledger', '--date', '2026-11-20', '--json', ...state);
    return [exit, (JSON.parse(stdout) as { verdict: string }).verdict];
  };
  expect(await verdict('--as-of', '2100-01-01T00:00:00Z')).toEqual(await verdict());
  expect(await verdict('--as-of', '2020-01-01T00:00:00Z')).toEqual(['findings', 'not_due_yet']);
  const month = await tapewarden('ledger', '--month', '2026-11', '--json', '--as-of', '2020-01-01T00:00:00Z');
  const days = JSON.parse(month.stdout) as { trade_date: string; verdict: string }[];
  expect(days.find(({ trade_date }) => trade_date === '2026-11-20')?.verdict).toBe('not_due_yet');
});

test('an alert is found in the run of the state that is named', async () => {
  const { stdout } = await tapewarden('alerts', 'list', '--json');
  const [first] = JSON.parse(stdout) as { alert_id: string }[];
  const id = String(first?.alert_id);
  for (const verb of ['show', 'explain']) {
    const then = await tapewarden('alerts', verb, id, '--as-of', '2100-01-01T00:00:00Z');
    expect(then).toEqual(await tapewarden('alerts', verb, id));
    expect(await tapewarden('alerts', verb, id, '--as-of', '2020-01-01T00:00:00Z')).toMatchObject({
      exit: 'usage',
      stderr: `no alert begins with "${id}"; tapewarden alerts list shows all [alert-unknown]\n`,
    });
  }
});

test('alerts, report and quarantine are of the state that is named', async () => {
  const listed = await tapewarden('alerts', 'list', '--as-of', '2100-01-01T00:00:00Z', '--json');
  expect(listed.stdout).toBe((await tapewarden('alerts', 'list', '--json')).stdout);
  const none = await tapewarden('quarantine', 'list', '--as-of', '2020-01-01T00:00:00Z');
  expect(none.stderr).toMatch(/^0 records rejected in 0 deliveries/);
  expect(await tapewarden('report', '--as-of', '2020-01-01T00:00:00Z')).toMatchObject({ exit: 'usage' });
});

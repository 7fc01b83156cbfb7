import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { simulateDay } from '../../src/simulate/simulate-day.js';
import { cliIn, temporaryFolder } from './support/run-cli.js';

const { folder, remove } = temporaryFolder();
const tapewarden = cliIn(folder);
afterAll(remove);

test('a lake without runs has none to compare', async () => {
  expect(await tapewarden('alerts', 'diff', '--lake', 'nothing')).toMatchObject({
    exit: 'usage',
    stderr: expect.stringContaining('[runs-missing]') as string,
  });
});

test('scores are not checked against nothing', async () => {
  await simulateDay({ events: 4_000, seed: 1, trade_date: '2026-11-20', out: path.join(folder, 'day') });
  const kept = ['--labels', 'day', '--scorecards', 'kept'];
  expect((await tapewarden('patterns', 'test', 'layering', ...kept, '--keep')).exit).toBe('clear');
  const checked = await tapewarden('patterns', 'test', 'wash-trade', ...kept, '--check');
  expect(checked).toMatchObject({
    exit: 'usage',
    stderr: expect.stringContaining('[scores-missing]') as string,
  });
});

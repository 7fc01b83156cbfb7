import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Scorecard } from '../../src/domain/generated/scorecard.js';
import type { Tuning } from '../../src/domain/generated/tuning.js';
import { schemaErrors } from '../support/schema-errors.js';
import { cliIn, temporaryFolder } from './support/run-cli.js';

const { folder, remove } = temporaryFolder();
const tapewarden = cliIn(folder);
beforeAll(() =>
  tapewarden('simulate', '--events', '2000', '--seed', '4', '--out', 'day', '--abuse', 'wash-trade=3'),
);
afterAll(remove);

const score = (...flags: string[]) =>
  tapewarden('patterns', 'test', 'wash-trade', '--labels', 'day', ...flags);

test('a labelled day gives a scorecard: kept, compared, and as a page with a chart', async () => {
  const first = await score('--json', '--keep', '--html', 'score.html');
  expect(first.exit).toBe('clear');
  const card = JSON.parse(first.stdout) as Scorecard;
  expect(schemaErrors('scorecard', [card])).toEqual([]);
  expect(card.days).toMatchObject([{ trade_date: '2026-11-20', seed: 4, density: 'low' }]);
  expect(card.scores).toMatchObject([
    { pattern_id: 'wash-trade', days: 1, recall: '1', precision: '1', f1: '1' },
  ]);
  expect(card.scores[0]?.cases[0]?.labelled).toBe(3);
  expect(readFileSync(path.join(folder, 'score.html'), 'utf8')).toContain('>recall 1</text>');

  const kept = path.join(folder, 'scorecards', 'wash-trade-1.json');
  expect(JSON.parse(readFileSync(kept, 'utf8'))).toEqual(card);
  const [only] = card.scores;
  writeFileSync(kept, JSON.stringify({ ...card, scores: [{ ...only, precision: '1.1' }] }));
  const checked = await score('--check');
  expect(checked.exit).toBe('findings');
  expect(checked.stderr).toContain(
    'wash-trade version 1, low density: precision is 1, expected at least 1.1 as kept for version 1 [score-fell]\n1 pattern over 1 day, 1 regression\n',
  );
});

test('a folder without labels, and flags of scores without labels, are refused', async () => {
  expect(await tapewarden('patterns', 'test', '--labels', 'nowhere')).toMatchObject({
    exit: 'usage',
    stderr: `${folder}/nowhere/labels.json: is not there, expected a folder that tapewarden simulate --out has written [labels-missing]\n`,
  });
  expect(await tapewarden('patterns', 'test', '--check')).toMatchObject({
    exit: 'usage',
    stderr:
      '--check is about scores, expected --labels with folders of labelled days beside it [labels-expected]\n',
  });
});

test('a sweep shows what each value finds, the settings in force first, and is written as evidence', async () => {
  const told = await tapewarden(
    'patterns',
    'tune',
    'wash-trade',
    '--set',
    'min_quantity=1..1000000/2',
    '--labels',
    'day',
    '--out',
    'evidence',
    '--json',
  );
  expect(told.exit).toBe('clear');
  const tuning = JSON.parse(told.stdout) as Tuning;
  expect(schemaErrors('tuning', [tuning])).toEqual([]);
  expect(tuning.points).toMatchObject([
    { settings: { min_quantity: '100' }, labelled: 3, found: 3, recall: '1' },
    { settings: { min_quantity: '1' }, labelled: 3, found: 3, recall: '1' },
    { settings: { min_quantity: '1000000' }, alerts: 0, found: 0, precision: null, recall: '0' },
  ]);
  expect(tuning.above.length).toBeGreaterThan(0);
  expect(readFileSync(path.join(folder, 'evidence', 'wash-trade-tuning.json'), 'utf8')).toBe(told.stdout);
  expect(readFileSync(path.join(folder, 'evidence', 'wash-trade-tuning.txt'), 'utf8')).toContain('in force');
  expect(await tapewarden('patterns', 'tune', 'wash-trade', '--set', 'min_quantity=5')).toMatchObject({
    exit: 'usage',
    stderr:
      '--set min_quantity=5: expected setting=low..high/n such as window_ns=10s..120s/5, n from 2 to 50; settings of wash-trade are min_quantity, window_ns [sweep-invalid]\n',
  });
  expect(
    (await tapewarden('patterns', 'tune', 'wash-trade', '--set', 'min_quantity=1..9/9,window_ns=1s..2s/20'))
      .stderr,
  ).toContain('[sweep-too-large]');
});

test('daily prices of earlier sessions are taken in first; a day of which a file is refused is not scored', async () => {
  await tapewarden('simulate', '--events', '1500', '--seed', '5', '--out', 'part', '--history', '1');
  const flags = ['patterns', 'test', 'wash-trade', '--labels', 'part'] as const;
  const whole = await tapewarden(...flags);
  expect(whole.stderr).toMatch(/^published +tape-daily-prices-20261119/);
  writeFileSync(path.join(folder, 'part', 'deliveries', 'stray.txt'), 'x');
  const part = await tapewarden(...flags);
  expect(part.exit).toBe('findings');
  expect(part.stderr).toMatch(
    /part: 1 of \d+ deliveries refused \(stray\.txt\), expected a whole day; a score over a part of it says nothing of a pattern \[labelled-day-incomplete\]\n$/,
  );
});

test.each(['low', 'real', 'high'])('a day simulated with %s density is scored as one', async (density) => {
  await tapewarden(
    'simulate',
    '--events',
    '1500',
    '--density',
    density,
    '--out',
    `is-${density}`,
    '--abuse',
    'wash-trade=1',
  );
  const { stdout } = await tapewarden(
    'patterns',
    'test',
    'wash-trade',
    '--labels',
    `is-${density}`,
    '--json',
  );
  expect((JSON.parse(stdout) as Scorecard).days).toMatchObject([{ density }]);
  expect((JSON.parse(stdout) as Scorecard).scores).toMatchObject([{ density }]);
});

test('a case that began on earlier sessions comes with their orders, and is found by them', async () => {
  const told = await tapewarden(
    'simulate',
    '--events',
    '2000',
    '--out',
    'began',
    '--abuse',
    'insider-trading=1',
  );
  expect(told.exit).toBe('clear');
  const { stdout, exit } = await tapewarden(
    'patterns',
    'test',
    'insider-trading',
    '--labels',
    'began',
    '--json',
  );
  expect(exit).toBe('clear');
  const [score] = (JSON.parse(stdout) as Scorecard).scores;
  expect(score).toMatchObject({ days: 1, precision: '1', recall: '1', alerts: { all: 1, right: 1 } });
});

test('--abuse takes patterns and all, and cases that began earlier take one day', async () => {
  const asked = (...flags: string[]) => tapewarden('simulate', '--events', '90000', '--out', 'x', ...flags);
  expect((await asked('--abuse', 'none=1')).stderr).toMatch(
    /^--abuse is "none=1", expected pattern=count with one of all, best-execution, clock-drift, /,
  );
  expect(await asked('--abuse', 'all=1', '--days', '2')).toMatchObject({
    exit: 'usage',
    stderr:
      '--abuse asks for concentration, whose cases begin on sessions before the day, expected --days 1\n',
  });
});

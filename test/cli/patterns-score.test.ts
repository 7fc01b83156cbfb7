import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Scorecard } from '../../src/domain/generated/scorecard.js';
import { parsePlacedYaml } from '../../src/domain/placed-yaml.js';
import { validateSpec } from '../../src/domain/validate-spec.js';
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
  const document = parsePlacedYaml('scorecard.json', first.stdout);
  if (Array.isArray(document)) throw new Error('it is JSON');
  const card = await validateSpec<Scorecard>(document, 'scorecard');
  if (Array.isArray(card)) throw new Error(JSON.stringify(card));
  expect(card.days).toMatchObject([{ trade_date: '2026-11-20', seed: 4, density: 'low' }]);
  expect(card.scores).toMatchObject([
    { pattern_id: 'wash-trade', days: 1, recall: '1', precision: '1', f1: '1' },
  ]);
  expect(card.scores[0]?.cases[0]?.labelled).toBe(3);
  expect(readFileSync(path.join(folder, 'score.html'), 'utf8')).toContain('<title>recall 1</title>');

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

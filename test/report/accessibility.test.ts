import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildReport } from '../../src/report/build-report.js';
import { explainAlert } from '../../src/report/explain-alert.js';
import { explanationPage } from '../../src/report/explanation-page.js';
import { renderPageHtml } from '../../src/report/render-page-html.js';
import { reportPage } from '../../src/report/report-page.js';
import { cliIn, temporaryFolder } from '../cli/support/run-cli.js';
import { chromium, chromiumBarriers } from '../support/chromium-barriers.js';
import { findBarriers } from '../support/find-barriers.js';
import { eventfulDay } from './sample-documents.js';
import { layeringAlert } from './sample-explanation.js';

const { folder, remove } = temporaryFolder();
const tapewarden = cliIn(folder);
const demo = ['--raw', path.resolve('demo/deliveries'), '--feeds', path.resolve('feeds')];
const read = (file: string): string => readFileSync(path.join(folder, file), 'utf8');

/** Pages as the command line writes them, by name. */
const pages = new Map<string, string>();

beforeAll(async () => {
  await tapewarden('run', '--date', '2026-11-20', ...demo, '--report', 'report.html');
  pages.set('the report of the demo', read('report.html'));
  await tapewarden('report', '--month', '2026-11', ...demo, '--out', 'month.html');
  pages.set('the report of a month', read('month.html'));
  const alerts = JSON.parse((await tapewarden('alerts', 'list', '--json')).stdout) as Record<
    string,
    string
  >[];
  for (const pattern of ['spoofing', 'wash-trade', 'restricted-list']) {
    const id = alerts.find(({ pattern_id }) => pattern_id === pattern)?.['alert_id'] ?? '';
    const { stdout } = await tapewarden('alerts', 'explain', id, '--html', ...demo);
    pages.set(`the explanation of ${pattern}`, stdout);
  }
  await tapewarden('simulate', '--events', '2000', '--seed', '4', '--out', 'day', '--abuse', 'wash-trade=3');
  await tapewarden('patterns', 'test', 'wash-trade', '--labels', 'day', '--html', 'score.html');
  pages.set('a scorecard', read('score.html'));
  pages.set('a report of a day with everything', await renderPageHtml(reportPage(buildReport(eventfulDay))));
  pages.set(
    'an explanation without a book',
    await renderPageHtml(explanationPage(explainAlert(layeringAlert))),
  );
}, 300_000);
afterAll(remove);

const pageOf = (name: string): string => {
  const page = pages.get(name);
  if (page === undefined) throw new Error(`no page ${name}`);
  return page;
};

const names = [
  'the report of the demo',
  'the report of a month',
  'the explanation of spoofing',
  'the explanation of wash-trade',
  'the explanation of restricted-list',
  'a scorecard',
  'a report of a day with everything',
  'an explanation without a book',
];

test.each(names)('axe-core finds no barrier in %s', async (name) => {
  expect(await findBarriers(pageOf(name))).toEqual([]);
});

test('every page of these is checked', () => {
  expect([...pages.keys()].sort()).toEqual([...names].sort());
});

describe('a page that is spoiled has a barrier', () => {
  test.each([
    ['html-has-lang', '<html lang="en">', '<html>'],
    ['document-title', /<title>[^<]*<\/title>\n<style>/, '<style>'],
    ['landmark-one-main', /<main>|<\/main>/g, ''],
    ['page-has-heading-one', /h1>/g, 'p>'],
    ['heading-order', /h2( [^>]*)?>/g, 'h4>'],
    ['svg-img-alt', /aria-label="[^"]*">\n<title>[^<]*<\/title>\n<desc>[^<]*<\/desc>/, '>'],
    ['aria-valid-attr-value', 'aria-labelledby="section-1"', 'aria-expanded="maybe"'],
    ['duplicate-id-aria', 'id="section-2"', 'id="section-1"'],
    ['empty-table-header', /<th scope="col">[^<]*<\/th>/, '<th scope="col"></th>'],
  ])('%s', async (rule, whole, broken) => {
    const page = pageOf('an explanation without a book');
    const spoiled = page.replace(whole, broken);
    expect(spoiled).not.toBe(page);
    const found = (await findBarriers(spoiled)).map((barrier) => barrier.split(':')[0]);
    expect(found).toContain(rule);
  });
});

describe.skipIf(chromium === null)('in Chromium, with colours and boxes as they are painted', () => {
  test.each([
    ['the report of the demo', 1280],
    ['a report of a day with everything', 400],
    ['the report of a month', 400],
    ['the explanation of spoofing', 400],
    ['a scorecard', 400],
  ])('axe-core finds no barrier in %s, in a window of %d', (name, width) => {
    expect(chromiumBarriers(pageOf(name), width)).toEqual([]);
  });

  test.each([
    ['color-contrast', '--soft: #57606a', '--soft: #b7c0ca'],
    ['scrollable-region-focusable', / tabindex="0"/g, ''],
  ])('a page that is spoiled has a barrier: %s', (rule, whole, broken) => {
    const page = pageOf('a report of a day with everything').replaceAll(whole, broken);
    const found = chromiumBarriers(page, 400).map((barrier) => barrier.split(':')[0]);
    expect(found).toContain(rule);
  });
});

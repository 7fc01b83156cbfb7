import { inflateSync } from 'node:zlib';
import { type DefaultTreeAdapterTypes, parse } from 'parse5';
import { expect, test } from 'vitest';
import { buildReport } from '../../../src/report/build-report.js';
import { explainAlert } from '../../../src/report/explain-alert.js';
import { explanationPage } from '../../../src/report/explanation-page.js';
import type { Page } from '../../../src/report/page.js';
import { deflate } from '../../../src/report/pdf/deflate.js';
import { renderPageHtml } from '../../../src/report/render-page-html.js';
import { renderPagePdf } from '../../../src/report/render-page-pdf.js';
import { reportPage } from '../../../src/report/report-page.js';
import { buildRollUp } from '../../../src/report/roll-up/build-roll-up.js';
import type { KnownDay } from '../../../src/report/roll-up/roll-up-input.js';
import { rollUpPage } from '../../../src/report/roll-up/roll-up-page.js';
import { visibleText } from '../../../src/report/visible-text.js';
import { eventfulDay, hostileText } from '../sample-documents.js';
import { layeringAlert } from '../sample-explanation.js';
import { hash } from '../sample-surroundings.js';
import { printedAs } from '../support/print-sample-pdf.js';
import { contentOf, readPdf, unspaced } from '../support/read-pdf.js';

const known = { ...printedAs, document_sha256: 'f'.repeat(64) };
const report = buildReport(eventfulDay);
const unrun: KnownDay = {
  trade_date: '2026-11-19',
  ...{ session: 'regular', session_name: null, over: true, runs: 0, report: null, jobs: report.jobs },
  ledger: {
    format: 1,
    verdict: 'incomplete',
    asked_at_ns: '1',
    trade_date: '2026-11-19',
    entries: [],
    datasets: [],
  },
};

function rollUpOf(period: string): Page {
  const days = [
    unrun,
    { ...unrun, trade_date: '2026-11-20', runs: 1, report: { ...report, report_sha256: hash('report') } },
  ];
  return rollUpPage(buildRollUp({ period, days }));
}

const pages: Readonly<Record<string, Page>> = {
  day: reportPage(report),
  month: rollUpOf('2026-11'),
  quarter: rollUpOf('2026-Q4'),
  explanation: explanationPage(explainAlert(layeringAlert)),
};

/** Letters of a page of HTML as it is read, without drawings. */
async function htmlText(page: Page): Promise<string> {
  return readTexts(parse(await renderPageHtml(page)));
}

function readTexts(node: DefaultTreeAdapterTypes.ParentNode): string {
  return node.childNodes
    .map((child) => {
      if (child.nodeName === 'head' || child.nodeName === 'svg') return '';
      if ('value' in child) return child.value;
      return 'childNodes' in child ? readTexts(child) : '';
    })
    .join('');
}

const digits = (text: string): string => [...text.replaceAll(/\D/g, '')].sort().join('');

test.each(Object.keys(pages))(
  'the PDF of a %s tells the numbers of its HTML, each as often',
  async (name) => {
    const page = pages[name] as Page;
    const read = await readPdf(await renderPagePdf(page, known));
    const text = contentOf(read)
      .replace(/Report(f{64})/, '')
      .replace('SHA-256', '');
    expect(digits(text).length).toBeGreaterThan(100);
    expect(digits(text)).toBe(digits(visibleText(await htmlText(page)).replaceAll(/\\x[0-9a-f]{2}/g, '')));
  },
);

test.each(Object.keys(pages))(
  'the PDF of a %s has its title, language, outline and drawings in words',
  async (name) => {
    const page = pages[name] as Page;
    const read = await readPdf(await renderPagePdf(page, known));
    expect([read.title, read.language, read.acting]).toEqual([page.title, 'en', []]);
    expect(read.bookmarks).toEqual(
      page.sections.flatMap(({ title, blocks }) => [
        title,
        ...blocks.flatMap((block) => (block.kind === 'heading' ? [block.text] : [])),
      ]),
    );
    const figures = page.sections.flatMap(({ blocks }) => blocks.filter((block) => block.kind === 'figure'));
    expect(figures.length).toBeGreaterThan(0);
    expect(read.pages.flatMap(({ alts }) => alts)).toEqual(
      figures.map(({ title, description }) => `${title}. ${description}`),
    );
    expect(read.pages.flatMap(({ roles }) => roles)).toEqual(
      expect.arrayContaining(['H1', 'H2', 'Table', 'TH', 'Figure']),
    );
  },
);

test('an explanation is called one on every page, in its subject and at its end', async () => {
  const bytes = await renderPagePdf(pages['explanation'] as Page, { ...known, kind: 'explanation' });
  const read = await readPdf(bytes);
  for (const { decoration } of read.pages)
    expect(unspaced(decoration)).toContain(`Explanation${'f'.repeat(16)}Page`);
  expect(contentOf(read)).toContain(`Explanation${'f'.repeat(64)}:theSHA-256ofthesameexplanationasJSON`);
  expect(Buffer.from(bytes).toString('latin1')).toContain(
    `Explanation ${'f'.repeat(64)}, run ${known.run_id}`,
  );
});

test('hostile text of a raw record is inert in the PDF of an explanation', async () => {
  const [first, ...others] = layeringAlert.events;
  if (first === undefined || first.raw === null) throw new Error('the sample has raw records');
  const events = [{ ...first, raw: { ...first.raw, text: hostileText } }, ...others];
  const page = explanationPage(explainAlert({ ...layeringAlert, events }));
  const read = await readPdf(await renderPagePdf(page, { ...known, kind: 'explanation' }));
  expect(read.acting).toEqual([]);
  expect(contentOf(read)).toContain(unspaced(visibleText(hostileText.split(/\r?\n/)[0] ?? '')).slice(0, 20));
  expect(contentOf(read)).not.toMatch(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/u);
});

test('every stream is compressed in JavaScript, so that no zlib of a machine shows in the bytes', async () => {
  const source = Buffer.from(await renderPagePdf(pages['day'] as Page, known));
  let streams = 0;
  for (let at = source.indexOf('\nstream\n'); at !== -1; at = source.indexOf('\nstream\n', at + 1)) {
    const head = source.subarray(source.lastIndexOf(' obj', at), at).toString('latin1');
    if (!head.includes('/FlateDecode')) continue;
    const bytes = source.subarray(at + 8, source.indexOf('\nendstream', at + 8));
    const stream = bytes.subarray(0, Number(/\/Length (\d+)/.exec(head)?.[1]));
    expect(Buffer.from(deflate(inflateSync(stream))).equals(stream)).toBe(true);
    streams += 1;
  }
  expect(streams).toBeGreaterThan(5);
});

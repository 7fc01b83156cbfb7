import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { sha256 } from '../../../src/domain/sha256.js';
import { buildReport } from '../../../src/report/build-report.js';
import type { Block, Page, Table } from '../../../src/report/page.js';
import { renderPagePdf } from '../../../src/report/render-page-pdf.js';
import { reportPage } from '../../../src/report/report-page.js';
import { visibleText } from '../../../src/report/visible-text.js';
import { HOSTILE_TEXTS } from '../../support/hostile-texts.js';
import { eventfulDay, hostileText, run } from '../sample-documents.js';
import { nothingElse } from '../sample-surroundings.js';
import { pageWords } from '../support/page-words.js';
import { printedAs } from '../support/print-sample-pdf.js';
import { contentOf, type ReadPdf, readPdf, unspaced } from '../support/read-pdf.js';

const page = reportPage(buildReport(eventfulDay));
const eventful = await renderPagePdf(page, printedAs);
const read = await readPdf(eventful);
const colophon = `Report${printedAs.document_sha256}:theSHA-256ofthesamereportasJSON,whosenumbersthese are.`;

function pageOf(...blocks: Block[]): Page {
  return { title: 'A page', lead: 'of a test', opening: [], sections: [{ title: 'Section', blocks }] };
}

async function readBlocks(...blocks: Block[]): Promise<ReadPdf> {
  return readPdf(await renderPagePdf(pageOf(...blocks), printedAs));
}

test('every letter of the report stands in the PDF, and none beside', () => {
  // Not in order: a cell that goes on over a page, or a wrapped term beside its value, is read in parts.
  const sorted = (text: string): string => [...text].sort().join('');
  expect(sorted(contentOf(read))).toBe(sorted(unspaced(pageWords(page) + colophon)));
});

test('the numbers of the report are those of its document', () => {
  const { accounting } = buildReport(eventfulDay);
  const text = contentOf(read);
  expect(accounting.feeds.length).toBeGreaterThan(0);
  for (const { feed, read: all, accepted, rejected, duplicates } of accounting.feeds) {
    const counts = [all, accepted, rejected, duplicates].map((count) => count.toLocaleString('en-US'));
    expect(text).toMatch(new RegExp(`${feed}\\d+${counts.join('')}`));
  }
});

test('what stands where is told: headings, lists, tables with headers, drawings in words', () => {
  const roles = read.pages.flatMap((one) => one.roles);
  const count = (role: string): number => roles.filter((found) => found === role).length;
  expect(count('H1')).toBe(1);
  expect(count('H2')).toBe(page.sections.length);
  expect(roles).toEqual(expect.arrayContaining(['L', 'LI', 'Table', 'Caption', 'TR', 'TH', 'TD']));
  const source = Buffer.from(eventful).toString('latin1');
  const scopes = source.match(/\/Scope \/(Column|Row)/g)?.length;
  expect(scopes).toBe(source.match(/\/S \/TH\b/g)?.length);
  const figures = page.sections.flatMap(({ blocks }) => blocks.filter(({ kind }) => kind === 'figure'));
  expect(figures.length).toBeGreaterThan(0);
  expect(read.pages.flatMap(({ alts }) => alts)).toEqual(
    figures.map((figure) => ('description' in figure ? `${figure.title}. ${figure.description}` : '')),
  );
});

test('title, language and bookmarks are those of the page', () => {
  expect([read.title, read.language]).toEqual([page.title, 'en']);
  const headings = page.sections.flatMap(({ title, blocks }) => [
    title,
    ...blocks.flatMap((block) => (block.kind === 'heading' ? [block.text] : [])),
  ]);
  expect(read.bookmarks).toEqual(headings);
});

test('every page has its number, and from the second on the title and the section that goes on', () => {
  const { length } = read.pages;
  expect(length).toBeGreaterThan(2);
  for (const [at, { decoration }] of read.pages.entries()) {
    expect(unspaced(decoration)).toContain(`Report${'1'.repeat(16)}Page${at + 1}of${length}`);
    expect(decoration.includes(page.title)).toBe(at > 0);
  }
  expect(read.pages.at(-1)?.decoration).toContain('Provenance');
});

test('the same report has the same bytes, in another process and time zone too', async () => {
  expect(sha256(await renderPagePdf(structuredClone(page), printedAs))).toBe(sha256(eventful));
  const script = ['--import', 'tsx', 'test/report/support/print-sample-pdf.ts', 'print'];
  const env = { ...process.env, TZ: 'Pacific/Auckland', LANG: 'de_DE.UTF-8' };
  expect(execFileSync(process.execPath, script, { env, encoding: 'utf8' })).toBe(sha256(eventful));
});

test('the file needs nothing from outside and does nothing', () => {
  expect(read.acting).toEqual([]);
  const source = Buffer.from(eventful).toString('latin1');
  expect(source).not.toMatch(/\/(JS|JavaScript|Launch|URI|GoToR|SubmitForm|OpenAction|AA|EmbeddedFile)\b/);
});

test('the file tells its run and its hash without being unpacked, so that a changed one is known', () => {
  const source = Buffer.from(eventful).toString('latin1');
  expect(source).toContain(`run ${printedAs.run_id}`);
  expect(source).toContain('D:20261120000000Z');
});

test('a run without anything says so in every section', async () => {
  const empty = reportPage(
    buildReport({
      ...{ ...nothingElse, run: run({ deliveries: [], patterns: [], inputs: [] }), alerts: [], evidence: [] },
      ...{ rejections: [], ledger: { entries: [] }, quarantine: [], patterns: [] },
    }),
  );
  const found = await readPdf(await renderPagePdf(empty, printedAs));
  expect(contentOf(found)).toBe(unspaced(pageWords(empty) + colophon));
  expect(contentOf(found)).toContain('Nofilewasofferedtothisrun.');
});

const columns = [{ title: 'Name', as: 'row' }, { title: 'Count', as: 'number' }, { title: 'What' }] as const;

function tableOf(rows: number, what: Table['rows'][number][number] = 'text'): Table {
  const all = Array.from({ length: rows }, (_, at) => [`name-${at}`, String(at), what]);
  return { kind: 'table', caption: 'Many', columns, rows: all, total: ['All', String(rows), ''] };
}

test('a table goes on over pages below its repeated head, and every row stands once', async () => {
  const table = tableOf(200);
  const found = await readBlocks(table);
  expect(contentOf(found)).toBe(unspaced(pageWords(pageOf(table)) + colophon));
  expect(found.pages.length).toBeGreaterThan(3);
  for (const { decoration } of found.pages.slice(1)) expect(unspaced(decoration)).toContain('NameCountWhat');
  expect(found.pages[0]?.decoration).not.toContain('Name');
});

test('a row that is higher than a page goes on line by line', async () => {
  const lines = Array.from({ length: 150 }, (_, at) => `line ${at};`);
  const found = await readBlocks(tableOf(1, { lines }));
  expect(found.pages).toHaveLength(3);
  const text = contentOf(found);
  for (const line of lines) expect(text.split(unspaced(line))).toHaveLength(2);
});

test('a word that is longer than its column is broken, and nothing of it is lost', async () => {
  const long = 'f'.repeat(500);
  const wide = Array.from({ length: 12 }, (_, at) => ({ title: `column_number_${at}` }));
  const table: Table = {
    kind: 'table',
    caption: long,
    columns: wide,
    rows: [wide.map(() => ({ code: long }))],
  };
  const found = await readBlocks(table, { kind: 'definitions', items: [[long, long]] });
  const letters = contentOf(found).match(/f{2,}/g)?.join('').length;
  expect(letters).toBe(500 * (1 + 12 + 2));
});

const pdfSyntax = {
  'end of a string': ') >> endobj\\',
  'script action': '/JS (app.alert(1)) /S /JavaScript',
  launch: '/Launch << /F (calc.exe) >>',
  stream: 'endstream endobj trailer << /Root 1 0 R >>',
  address: '/URI (https://example.org/)',
  operators: ') Tj ET Q (',
};

test.each(Object.entries({ ...HOSTILE_TEXTS, ...pdfSyntax, all: hostileText }))(
  'in a PDF %s is its visible text, wherever it stands, and nothing else',
  async (_name, text) => {
    const spans = [
      text,
      { code: text },
      { soft: text },
      { strong: text },
      { mark: text, state: 'failed' },
    ] as const;
    const table: Table = {
      ...{ kind: 'table', caption: text, columns: [{ title: text, note: text, as: 'row' }] },
      rows: [[{ lines: [spans, { small: text }, { kind: 'definitions', items: [[text, text]] }] }]],
    };
    const drawing = {
      ...{ width: 900, height: 50 },
      shapes: [
        { text, x: 0, y: 9, size: 9, bold: false, fill: '#000000', anchor: 'start', rotate: 0 } as const,
      ],
    };
    const hostile: Page = {
      ...{ title: text, lead: text, signed: [text] },
      opening: [
        { kind: 'verdicts', verdicts: [{ title: text, state: 'failed', headline: text, sentence: text }] },
        { kind: 'notice', state: 'failed', blocks: [{ kind: 'list', items: [text] }] },
        { kind: 'details', summary: text, blocks: [{ kind: 'paragraph', text }] },
      ],
      sections: [
        {
          title: text,
          blocks: [
            { kind: 'heading', text },
            { kind: 'figure', title: text, description: text, drawing, data: table },
          ],
        },
      ],
    };
    const found = await readPdf(
      await renderPagePdf(hostile, { kind: 'report', document_sha256: text, run_id: text, date: text }),
    );
    expect(found.acting).toEqual([]);
    expect(found.bookmarks).toEqual([visibleText(text), visibleText(text)]);
    const shown = written(unspaced(visibleText(text)));
    const times = contentOf(found).split(shown).length - 1;
    // Of the page 13, of the table 9 and one more where its term is not wrapped, one in the colophon.
    expect(times).toBeGreaterThanOrEqual(22);
    expect(found.pages.map(({ drawn }) => unspaced(drawn)).join('')).toContain(shown);
    expect(contentOf(found)).not.toMatch(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/u);
  },
);

/** As a PDF has it, whose fonts lack these. */
function written(text: string): string {
  return text.replaceAll('＝', '\\u{ff1d}');
}

test('letters that the fonts have are drawn, the others are written out, and the page says so', async () => {
  const drawn = 'é Łódź Ελλάδα Москва → ≥ ✓ ✕ ␁ – “x” №';
  const found = await readBlocks({ kind: 'paragraph', text: [drawn, { code: drawn }, { strong: drawn }] });
  expect(contentOf(found)).toContain(unspaced(drawn).repeat(3));
  expect(contentOf(found)).not.toContain('\\u{');
  const lacking = await readBlocks({ kind: 'paragraph', text: 'a中אb' });
  expect(contentOf(lacking)).toContain('a\\u{4e2d}\\u{5d0}b');
  expect(contentOf(lacking)).toContain('Lettersthatthefontsofthisfilelackarewrittenas\\u{…}');
});

test('fonts are those that their page names, byte for byte', () => {
  const rows = readFileSync('fonts/README.md', 'utf8').matchAll(/^\| `([^`]+)` .*`([0-9a-f]{64})` \|$/gm);
  const hashes = [...rows].map(([, file = '', hash]) => [sha256(readFileSync(`fonts/${file}`)), hash]);
  expect(hashes).toHaveLength(4);
  for (const [actual, told] of hashes) expect(actual).toBe(told);
});

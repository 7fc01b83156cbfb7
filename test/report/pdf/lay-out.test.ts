import { expect, test } from 'vitest';
import type { Page, Table } from '../../../src/report/page.js';
import { fitColumns } from '../../../src/report/pdf/column-widths.js';
import { layOutCell } from '../../../src/report/pdf/lay-out-cell.js';
import { Letters } from '../../../src/report/pdf/letters.js';
import { rowStyle, styles, totalStyle } from '../../../src/report/pdf/look.js';
import { ReportDocument } from '../../../src/report/pdf/report-document.js';
import { runsOf } from '../../../src/report/pdf/runs-of.js';
import { wordsOf } from '../../../src/report/pdf/words-of.js';
import { renderPagePdf } from '../../../src/report/render-page-pdf.js';
import { printedAs } from '../support/print-sample-pdf.js';
import { readPdf } from '../support/read-pdf.js';

const letters = new Letters(new ReportDocument({ title: 'T', subject: 'S', date: '2026-11-20' }));

function wordsIn(text: string): string[] {
  const words = wordsOf(runsOf(text, { letters, style: styles.body }), letters);
  return words.map(({ parts }) => parts.map((part) => part.text).join(''));
}

test('a number is not parted from the unit of a duration, nor from what it counts', () => {
  expect(wordsIn('took (2.25 s) of 1 d 4 h, 3 × fill, 5 shares, 7 s')).toEqual([
    ...['took ', '(2.25 s) ', 'of ', '1 d ', '4 h, ', '3 × ', 'fill, ', '5 ', 'shares, ', '7 s'],
  ]);
  expect(wordsIn('  two  spaces ')).toEqual(['  ', 'two  ', 'spaces ']);
});

test('columns are as wide as their totals, which are bold', () => {
  const table: Table = {
    ...{ kind: 'table', caption: '', rows: [['long words '.repeat(40), '1.1']], total: ['', '2.2'] },
    columns: [{ title: 'Name' }, { title: 'h', as: 'number' }],
  };
  const { widths, size } = fitColumns(table, { letters, width: 300 });
  const style = totalStyle(rowStyle({ title: 'h', as: 'number' }, size));
  expect(layOutCell('2.2', { letters, style, width: widths[1] ?? 0 })).toHaveLength(1);
});

test('the running head names the section that a page begins with', async () => {
  const columns = [{ title: 'Name', as: 'row' }] as const;
  const table: Table = {
    kind: 'table',
    caption: 'Many',
    columns,
    rows: Array.from({ length: 20 }, () => ['x']),
  };
  const drawing = { width: 900, height: 700, shapes: [] };
  const page: Page = {
    ...{ title: 'A page', lead: 'of a test', opening: [] },
    sections: [
      { title: 'First', blocks: [table] },
      {
        title: 'Second',
        blocks: [{ kind: 'figure', title: 'F', description: 'D', drawing, data: table }],
      },
    ],
  };
  const { pages } = await readPdf(await renderPagePdf(page, printedAs));
  expect(pages[1]?.decoration).toContain('Second');
  expect(pages[1]?.decoration).not.toContain('First');
  expect(pages[2]?.decoration).toContain('Second');
});

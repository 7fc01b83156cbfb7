import { stateSigns } from '../../../src/report/mark.js';
import type { Block, Cell, Page, Table, Text } from '../../../src/report/page.js';
import { plainText } from '../../../src/report/spans-of.js';
import { visibleText } from '../../../src/report/visible-text.js';

/** All words of a page, in the order of reading, without those in its drawings. */
export function pageWords({ title, lead, opening, sections, signed = [] }: Page): string {
  const words = [title, plainText(lead), ...opening.flatMap(blockWords)];
  for (const section of sections) words.push(section.title, ...section.blocks.flatMap(blockWords));
  return visibleText([...words, ...signed].join(''));
}

function blockWords(block: Block): string[] {
  switch (block.kind) {
    case 'heading':
      return [block.text];
    case 'paragraph':
      return [plainText(block.text)];
    case 'list':
      return block.items.map((item) => `•${plainText(item)}`);
    case 'verdicts':
      return block.verdicts.map(
        ({ title, state, headline, sentence }) => `${title}${stateSigns[state]}${headline}${sentence}`,
      );
    case 'notice':
      return block.blocks.flatMap(blockWords);
    case 'details':
      return [block.summary, ...block.blocks.flatMap(blockWords)];
    case 'definitions':
      return [cellWords({ lines: [block] })];
    case 'table':
      return [tableWords(block)];
    case 'figure':
      return [block.title, tableWords(block.data)];
  }
}

function tableWords({ caption, columns, rows, total }: Table): string {
  const head = columns.map(({ title, note = '' }) => title + note);
  const all = total === undefined ? rows : [...rows, total];
  return [plainText(caption), ...head, ...all.flatMap((row) => row.map(cellWords))].join('');
}

function cellWords(cell: Cell): string {
  if (typeof cell === 'string' || !('lines' in cell)) return plainText(cell);
  return cell.lines
    .map((line) => {
      if (typeof line === 'object' && 'kind' in line)
        return line.items.map(([term, value]) => term + cellWords(value)).join('');
      return plainText(typeof line === 'object' && 'small' in line ? line.small : (line as Text));
    })
    .join('');
}

import type { Block, Text } from '../page.js';
import { breakLines, type Line } from './break-lines.js';
import { drawFigure, figureHeight } from './draw-figure.js';
import { drawTable, tableStart } from './draw-table.js';
import { drawVerdicts } from './draw-verdicts.js';
import { layOutDefinitions } from './lay-out-cell.js';
import { stateColours, styles, type TextStyle } from './look.js';
import { runsOf } from './runs-of.js';
import { heightOf, type Sheet } from './sheet.js';
import type { Tag } from './tags.js';

/** Blocks below each other. */
export function drawBlocks(sheet: Sheet, blocks: readonly Block[], parent: Tag): void {
  for (const [at, block] of blocks.entries()) {
    if (block.kind === 'heading') {
      const below = startOf(sheet, blocks.slice(at + 1, at + 4));
      drawHeading(sheet, { text: block.text, style: styles.heading, type: 'H3', below }, parent);
      sheet.bookmark(block.text);
    } else drawBlock(sheet, block, parent);
  }
}

/** Height of what blocks begin with and do not part from: paragraphs stay with the table or figure that they introduce. */
export function startOf(sheet: Sheet, [block, ...after]: readonly Block[]): number {
  switch (block?.kind) {
    case 'table':
      return tableStart(sheet, block);
    case 'figure':
      return figureHeight(sheet, block);
    case 'paragraph':
      return (
        heightOf(textLines(sheet, block.text, styles.body)) + (after.length === 0 ? 0 : startOf(sheet, after))
      );
    default:
      return block === undefined ? 0 : 40;
  }
}

function drawBlock(sheet: Sheet, block: Exclude<Block, { kind: 'heading' }>, parent: Tag): void {
  switch (block.kind) {
    case 'paragraph':
      drawParagraph(sheet, { text: block.text }, parent);
      break;
    case 'list':
      drawList(sheet, block.items, parent);
      break;
    case 'verdicts':
      drawVerdicts(sheet, block.verdicts, parent);
      break;
    case 'notice':
      sheet.beside(stateColours[block.state], () => drawBlocks(sheet, block.blocks, parent));
      break;
    case 'details':
      drawSummary(sheet, block, parent);
      drawBlocks(sheet, block.blocks, parent);
      break;
    case 'definitions':
      drawDefinitions(sheet, block, parent);
      break;
    case 'table':
      drawTable(sheet, block, parent);
      break;
    case 'figure':
      drawFigure(sheet, block, parent);
      break;
    default:
      block satisfies never;
  }
}

interface Heading {
  readonly text: string;
  readonly style: TextStyle;
  readonly type: 'H1' | 'H2' | 'H3' | 'P';
  /** Height of what follows and stays on its page. */
  readonly below: number;
}

/** A heading, which never stands last on a page. */
export function drawHeading(sheet: Sheet, { text, style, type, below }: Heading, parent: Tag): void {
  const lines = textLines(sheet, text, style);
  sheet.space(style.size * 0.8);
  sheet.need(heightOf(lines) + below + 12);
  sheet.flow(lines, sheet.tags.add(parent, type), { type });
  sheet.y += style.size * 0.2;
}

/** A paragraph in this style. */
export function drawParagraph(
  sheet: Sheet,
  { text, style = styles.body }: { text: Text; style?: TextStyle },
  parent: Tag,
): void {
  sheet.flow(textLines(sheet, text, style), sheet.tags.add(parent, 'P'), { type: 'P' });
  sheet.y += 6;
}

function drawSummary(
  sheet: Sheet,
  { summary, blocks }: Extract<Block, { kind: 'details' }>,
  parent: Tag,
): void {
  const style = { ...styles.body, face: 'bold' } as const;
  drawHeading(sheet, { text: summary, style, type: 'P', below: startOf(sheet, blocks.slice(0, 3)) }, parent);
}

function drawList(sheet: Sheet, items: readonly Text[], parent: Tag): void {
  const list = sheet.tags.add(parent, 'L');
  for (const item of items) {
    const element = sheet.tags.add(list, 'LI');
    const [bullet] = textLines(sheet, '•', styles.body);
    sheet.left += 11;
    const lines = textLines(sheet, item, styles.body);
    sheet.need(lines[0]?.height ?? 0);
    const [x, y] = [sheet.left - 9, sheet.y];
    const label = sheet.tags.add(element, 'Lbl');
    sheet.tags.draw(label, {
      type: 'Lbl',
      draw: () => sheet.put(bullet === undefined ? [] : [bullet], { x, y }),
    });
    sheet.flow(lines, sheet.tags.add(element, 'LBody'), { type: 'LBody' });
    sheet.left -= 11;
    sheet.y += 2;
  }
  list.end();
  sheet.y += 5;
}

function drawDefinitions(sheet: Sheet, block: Extract<Block, { kind: 'definitions' }>, parent: Tag): void {
  const { letters, width } = sheet;
  const list = sheet.tags.add(parent, 'L');
  const lines = layOutDefinitions(block, { letters, style: styles.cell, width });
  const item = sheet.tags.add(sheet.tags.add(list, 'LI'), 'LBody');
  sheet.flow(lines, item, { type: 'LBody' });
  list.end();
  sheet.y += 8;
}

function textLines({ letters, width }: Sheet, text: Text, style: TextStyle): Line[] {
  return breakLines(runsOf(text, { letters, style }), { letters, width });
}

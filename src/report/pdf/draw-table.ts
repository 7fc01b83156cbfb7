import type { Row, Table } from '../page.js';
import { palette } from '../palette.js';
import { breakLines, type Line } from './break-lines.js';
import { type Columns, columnGap, fitColumns } from './column-widths.js';
import { drawRow, type Place, rowHeight, rowLines } from './draw-row.js';
import { layOutCell } from './lay-out-cell.js';
import { columnHeadStyle, smaller, styles } from './look.js';
import { runsOf } from './runs-of.js';
import { heightOf, type Sheet } from './sheet.js';
import type { Tag } from './tags.js';

/** A row of at most this height is kept on one page; a higher one begins where it stands and goes on over the page. */
const mostKept = 200;
const leastBegun = 60;

/** A table whose head stands again on every page that it goes on to. */
export function drawTable(sheet: Sheet, table: Table, parent: Tag): void {
  const { tags } = sheet;
  const { places, caption, head, firstHeight } = layOutTop(sheet, table);
  sheet.need(firstHeight);
  const element = tags.add(parent, 'Table');
  sheet.flow(caption, tags.add(element, 'Caption'), { type: 'Caption' });
  const headRow = tags.add(tags.add(element, 'THead'), 'TR');
  const drawHead = (row: Tag | null): void => {
    drawRow(sheet, { cells: head, places, row, head: true });
    sheet.rule({ colour: palette.soft });
  };
  drawHead(headRow);
  const draw = (row: Row, { group, bold = false }: { group: Tag; bold?: boolean }): void => {
    const cells = rowLines(sheet, { row, bold }, places);
    const height = rowHeight(cells);
    const again = (): void => {
      sheet.breakPage();
      drawHead(null);
    };
    if (sheet.room < (height <= mostKept ? height : leastBegun)) again();
    drawRow(sheet, { cells, places, row: tags.add(group, 'TR'), again });
    sheet.rule({});
  };
  const body = tags.add(element, 'TBody');
  for (const row of table.rows) draw(row, { group: body });
  if (table.total !== undefined) draw(table.total, { group: tags.add(element, 'TFoot'), bold: true });
  element.end();
  sheet.y += 9;
}

/** Height of the caption, the head and the first row, or as much of it as is begun on a page. */
export function tableStart(sheet: Sheet, table: Table): number {
  return layOutTop(sheet, table).firstHeight;
}

function layOutTop(
  sheet: Sheet,
  table: Table,
): { places: Place[]; caption: Line[]; head: Line[][]; firstHeight: number } {
  const places = placesOf(sheet, table);
  const caption = captionLines(sheet, table);
  const head = places.map((place) => headLines(sheet, place));
  const first = rowHeight(rowLines(sheet, { row: table.rows[0] ?? table.total ?? [] }, places));
  const begun = first <= mostKept ? first : leastBegun;
  return { places, caption, head, firstHeight: heightOf(caption) + rowHeight(head) + begun };
}

function placesOf(sheet: Sheet, table: Table): Place[] {
  const { widths, size } = columnsOf(sheet, table);
  let x = sheet.left;
  return table.columns.map((column, at) => {
    const width = widths[at] ?? 0;
    const place = { column, x, width, size };
    x += width + columnGap;
    return place;
  });
}

/** Measured once: what stands before a table asks for its height too. */
function columnsOf({ letters, width, columns }: Sheet, table: Table): Columns {
  const known = columns.get(table);
  if (known?.width === width) return known;
  const fitted = { ...fitColumns(table, { letters, width }), width };
  columns.set(table, fitted);
  return fitted;
}

function captionLines(sheet: Sheet, { caption }: Table): Line[] {
  const { letters, width } = sheet;
  return breakLines(runsOf(caption, { letters, style: styles.caption }), { letters, width });
}

function headLines(sheet: Sheet, { column, width, size }: Place): Line[] {
  const { letters } = sheet;
  const title = layOutCell(column.title, { letters, style: columnHeadStyle(size), width });
  if (column.note === undefined) return title;
  return [...title, ...layOutCell(column.note, { letters, style: smaller(columnHeadStyle(size)), width })];
}

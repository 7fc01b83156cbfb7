import { invariant } from '../../domain/invariant.js';
import type { Drawing, PathShape, TextShape } from '../drawing.js';
import type { Figure } from '../page.js';
import { breakLines, type Line } from './break-lines.js';
import { drawTable } from './draw-table.js';
import { sheetSize, styles } from './look.js';
import { features } from './plain-font.js';
import { runsOf } from './runs-of.js';
import { heightOf, type Sheet } from './sheet.js';
import type { Tag } from './tags.js';

/** The most of a page that a drawing takes; a higher one is drawn smaller. */
const mostHeight = (sheetSize.bottom - sheetSize.top) * 0.8;

/** A chart as vectors, with its title above and its data as a table below. */
export function drawFigure(sheet: Sheet, figure: Figure, parent: Tag): void {
  const { title, description, data } = figure;
  const { tags } = sheet;
  const { drawing, scale, heading } = layOutFigure(sheet, figure);
  sheet.space(4);
  sheet.need(figureHeight(sheet, figure));
  sheet.flow(heading, tags.add(parent, 'P'), { type: 'P' });
  const [x, y] = [sheet.left, sheet.y + 3];
  const [right, bottom] = [x + drawing.width * scale, y + drawing.height * scale];
  const element = tags.add(parent, 'Figure', {
    alt: `${title}. ${description}`,
    bbox: [x, y, right, bottom],
  });
  tags.draw(element, { type: 'Figure', draw: () => drawShapes(sheet, drawing, { x, y, scale }) });
  element.end();
  sheet.y = bottom + 8;
  drawTable(sheet, data, parent);
}

/** Height of the title and the drawing, which are not parted. */
export function figureHeight(sheet: Sheet, figure: Figure): number {
  const { drawing, scale, heading } = layOutFigure(sheet, figure);
  return heightOf(heading) + drawing.height * scale + 12;
}

function layOutFigure(
  { letters, width }: Sheet,
  { title, drawing }: Figure,
): { drawing: Drawing; scale: number; heading: Line[] } {
  invariant(!('kind' in drawing), 'the charts of a page are drawn before it is rendered');
  const scale = Math.min(width / drawing.width, mostHeight / drawing.height);
  const style = { ...styles.body, face: 'bold' } as const;
  return { drawing, scale, heading: breakLines(runsOf(title, { letters, style }), { letters, width }) };
}

/** Where a drawing stands on the sheet, and how large. */
interface Ground {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

function drawShapes({ doc, letters }: Sheet, { shapes }: Drawing, { x, y, scale }: Ground): void {
  doc.save().translate(x, y).scale(scale);
  for (const shape of shapes) {
    if ('path' in shape) drawPath(doc, shape);
    else drawWords({ doc, letters }, shape);
  }
  doc.restore();
}

function drawPath(doc: PDFKit.PDFDocument, shape: PathShape): void {
  const { path, x = 0, y = 0, fill, stroke, strokeWidth, dash, opacity } = shape;
  doc.save().translate(x, y);
  if (opacity !== 1) doc.opacity(opacity);
  const [length, space = length] = dash;
  if (length !== undefined) doc.dash(length, { space });
  doc.lineWidth(strokeWidth).path(path);
  if (fill !== null && stroke !== null) doc.fillAndStroke(fill, stroke);
  else if (fill !== null) doc.fill(fill);
  else if (stroke !== null) doc.stroke(stroke);
  doc.restore();
}

function drawWords(
  { doc, letters }: Pick<Sheet, 'doc' | 'letters'>,
  { text, x, y, size, bold, fill, anchor, rotate }: TextShape,
): void {
  const style = { face: bold ? 'bold' : 'regular', size, colour: fill } as const;
  const runs = runsOf(text, { letters, style, whole: true });
  const widths = runs.map((run) => letters.widthOf(run, size));
  const width = widths.reduce((sum, points) => sum + points, 0);
  doc.save().translate(x, y).rotate(rotate);
  let at = anchor === 'start' ? 0 : anchor === 'middle' ? -width / 2 : -width;
  for (const [index, run] of runs.entries()) {
    doc.font(run.font).fontSize(size).fillColor(fill);
    doc.text(run.text, at, 0, {
      lineBreak: false,
      baseline: 'alphabetic',
      features,
    } as unknown as PDFKit.Mixins.TextOptions);
    at += widths[index] ?? 0;
  }
  doc.restore();
}

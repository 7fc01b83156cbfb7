import type { Line } from './break-lines.js';
import type { Letters } from './letters.js';
import { features } from './plain-font.js';
import type { Run } from './runs-of.js';

/** What lines are drawn into. */
interface Ground {
  readonly doc: PDFKit.PDFDocument;
  readonly letters: Letters;
}

/** Where the first line begins; with `right`, lines end there. */
interface Place {
  readonly x: number;
  readonly y: number;
  readonly right?: number | undefined;
}

/** Lines below each other. What stands in one look one after the other is one text object of the file. */
export function drawLines(ground: Ground, lines: readonly Line[], { x, y, right }: Place): void {
  let operators: string[] = [];
  let drawn: Run | null = null;
  let top = y;
  for (const { pieces, width, height, baseline } of lines) {
    const from = right === undefined ? x : right - width;
    for (const { run, text, x: at } of pieces) {
      const place = { x: from + at, y: top + baseline };
      if (/\p{Mark}/u.test(text)) {
        show(ground.doc, operators);
        [operators, drawn] = [[], null];
        drawShaped(ground.doc, { run, text }, place);
        continue;
      }
      operators.push(...lookOf(ground, run, drawn), textAt(ground, { run, text }, place));
      drawn = run;
    }
    top += height;
  }
  show(ground.doc, operators);
}

function show(doc: PDFKit.PDFDocument, operators: readonly string[]): void {
  if (operators.length > 0) doc.addContent(`q BT ${operators.join('\n')} ET Q`);
}

/** Operators that set what differs from the text that was drawn before. */
function lookOf({ doc, letters }: Ground, { font, size, colour }: Run, drawn: Run | null): string[] {
  const name = letters.open(font).nameOn(doc.page);
  return [
    ...(colour === drawn?.colour ? [] : [`${rgbOf(colour)} rg`]),
    ...(font === drawn?.font && size === drawn.size ? [] : [`/${name} ${short(size)} Tf`]),
  ];
}

/** pdfkit turns pages upside down, `y` grows to the foot: letters are turned back. */
function textAt(
  { letters }: Ground,
  { run, text }: { run: Run; text: string },
  { x, y }: { x: number; y: number },
): string {
  return `1 0 0 -1 ${short(x)} ${short(y)} Tm <${letters.open(run.font).codesOf(text)}> Tj`;
}

/** A text with signs that stand on other letters, which pdfkit places. */
function drawShaped(
  doc: PDFKit.PDFDocument,
  { run, text }: { run: Run; text: string },
  { x, y }: { x: number; y: number },
): void {
  const options = { lineBreak: false, baseline: 'alphabetic', features } as const;
  doc.font(run.font).fontSize(run.size).fillColor(run.colour);
  doc.text(text, x, y, options as unknown as PDFKit.Mixins.TextOptions);
}

/** `#rrggbb` as shares of red, green and blue. */
function rgbOf(hex: string): string {
  return [1, 3, 5].map((at) => short(Number.parseInt(hex.slice(at, at + 2), 16) / 255)).join(' ');
}

/** In thousandths at most. */
function short(points: number): string {
  return String(Math.round(points * 1000) / 1000);
}

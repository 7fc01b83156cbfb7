import type { Table } from '../page.js';
import { palette } from '../palette.js';
import { visibleText } from '../visible-text.js';
import type { Line } from './break-lines.js';
import type { Columns } from './column-widths.js';
import { drawLines } from './draw-lines.js';
import { Letters } from './letters.js';
import { sheetSize } from './look.js';
import { type Tag, Tags } from './tags.js';

/** The page being filled, from top to bottom: `y` is where the next thing stands, between `left` and `right`. */
export class Sheet {
  readonly letters: Letters;
  readonly tags: Tags;
  y: number = sheetSize.top;
  left: number = sheetSize.left;
  readonly right: number = sheetSize.right;
  /** Bars beside what is noticed; they go on over pages. */
  readonly #bars: { x: number; top: number; colour: string }[] = [];
  /** By page: the section that it begins with; empty where none has begun. */
  readonly sections: string[] = [];
  /** Columns of tables that were measured, and for which width. */
  readonly columns = new WeakMap<Table, Columns & { readonly width: number }>();
  #section: { title: string; bookmark: PDFKit.PDFOutline } | null = null;

  readonly doc: PDFKit.PDFDocument;

  constructor(doc: PDFKit.PDFDocument) {
    this.doc = doc;
    this.letters = new Letters(doc);
    this.tags = new Tags(doc);
    this.#addPage();
    this.y = sheetSize.left;
  }

  /** Bookmarks a section, whose heading stands above; it goes on over the pages that follow. `pages`: how many there were before its heading. */
  beginSection(title: string, pages: number): void {
    if (this.sections.length > pages) this.sections[this.sections.length - 1] = title;
    const bookmark = this.doc.outline.addItem(visibleText(title), this.#here());
    this.#section = { title, bookmark };
  }

  /** Bookmarks a heading within the section. */
  bookmark(title: string): void {
    (this.#section?.bookmark ?? this.doc.outline).addItem(visibleText(title), this.#here());
  }

  get width(): number {
    return this.right - this.left;
  }

  /** Points that are left on the page. */
  get room(): number {
    return sheetSize.bottom - this.y;
  }

  /** Begins a new page unless so many points are left. */
  need(height: number): void {
    if (this.room < height && this.y > sheetSize.top) this.breakPage();
  }

  breakPage(): void {
    for (const bar of this.#bars) this.#drawBar(bar);
    this.#addPage();
    for (const bar of this.#bars) bar.top = this.y;
  }

  /** Space between two things; none at the top of a page. */
  space(points: number): void {
    if (this.y > sheetSize.top) this.y += points;
  }

  /** Draws what stands further in, with a bar in this colour beside it. */
  beside(colour: string, draw: () => void): void {
    this.space(4);
    this.need(40);
    this.#bars.push({ x: this.left + 1.5, top: this.y, colour });
    this.left += 12;
    draw();
    this.left -= 12;
    const bar = this.#bars.pop();
    if (bar !== undefined) this.#drawBar(bar);
    this.space(8);
  }

  /** Lines from `y` on, over as many pages as they take. */
  flow(lines: readonly Line[], element: Tag, { type, x = this.left }: { type: string; x?: number }): void {
    let rest = lines;
    while (rest.length > 0) {
      if (this.room < (rest[0]?.height ?? 0)) this.breakPage();
      const count = fitting(rest, this.room);
      const part = rest.slice(0, count);
      const y = this.y;
      this.tags.draw(element, { type, draw: () => this.put(part, { x, y }) });
      this.y += heightOf(part);
      rest = rest.slice(count);
    }
  }

  /** Lines below each other at a place; with `right`, they end there. Within an element or a decoration. */
  put(lines: readonly Line[], { x, y, right }: { x: number; y: number; right?: number }): void {
    drawLines(this, lines, { x, y, right });
  }

  /** A line across, at `y`. */
  rule({
    colour = palette.line,
    thickness = 0.5,
    y = this.y,
  }: {
    colour?: string;
    thickness?: number;
    y?: number;
  }): void {
    this.tags.decorate(() => {
      this.doc.lineWidth(thickness).moveTo(this.left, y).lineTo(this.right, y).stroke(colour);
    });
  }

  #addPage(): void {
    this.doc.addPage();
    this.y = sheetSize.top;
    this.sections.push(this.#section?.title ?? '');
  }

  /** The place at hand for a bookmark; pdfkit measures it from the right and the top, which its types do not know. */
  #here(): { expanded: boolean } {
    const place = { expanded: false, left: sheetSize.width, top: Math.max(0, this.y - 30) };
    return place;
  }

  #drawBar({ x, top, colour }: { x: number; top: number; colour: string }): void {
    this.tags.decorate(() => {
      this.doc.lineWidth(3).moveTo(x, top).lineTo(x, this.y).stroke(colour);
    });
  }
}

/** Height of lines below each other. */
export function heightOf(lines: readonly Line[]): number {
  return lines.reduce((sum, { height }) => sum + height, 0);
}

/** How many lines fit; one at least. */
export function fitting(lines: readonly Line[], room: number): number {
  let height = 0;
  const past = lines.findIndex((line) => {
    height += line.height;
    return height > room + 0.01;
  });
  return past === -1 ? lines.length : Math.max(1, past);
}

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { packageRoot } from '../../domain/package-root.js';
import { visibleText } from '../visible-text.js';
import type { Face } from './look.js';

/** Font files by the name that the document knows them by. */
const files = {
  sans: 'SourceSans3-Regular.ttf',
  'sans-bold': 'SourceSans3-SemiBold.ttf',
  mono: 'IBMPlexMono-Regular.woff',
  wide: 'DejaVuSans.ttf',
} as const;

export type FontName = keyof typeof files;

/** In which fonts a letter is looked for, best first. */
const chains: Readonly<Record<Face, readonly FontName[]>> = {
  regular: ['sans', 'mono', 'wide'],
  bold: ['sans-bold', 'mono', 'wide'],
  code: ['mono', 'wide'],
};

/** Letters that stand from right to left: nothing here reorders them, so that they are written out rather than set backwards. */
const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** What pdfkit keeps of a font and does not publish: whether it has a letter, and how wide. */
interface OpenedFont {
  readonly _font: {
    readonly font: {
      readonly unitsPerEm: number;
      hasGlyphForCodePoint(point: number): boolean;
      glyphForCodePoint(point: number): { readonly advanceWidth: number };
    };
  };
}

/** A text in one font. */
export interface Lettering {
  readonly font: FontName;
  readonly text: string;
}

/** The fonts of a document: which of them has a letter, and how wide it is. */
export class Letters {
  /** Whether a letter had to be written out because no font has it. */
  missed = false;
  readonly #doc: PDFKit.PDFDocument;
  readonly #widths = new Map<FontName, Map<number, number | null>>();

  constructor(doc: PDFKit.PDFDocument) {
    this.#doc = doc;
    for (const [name, file] of Object.entries(files)) {
      doc.registerFont(name, readFileSync(path.join(packageRoot(), 'fonts', file)));
      this.#widths.set(name as FontName, new Map());
    }
  }

  /**
   * The visible text (`visibleText`) in the fonts that have its letters, in order.
   *
   * A letter that no font has is written out as \u{HHHH}, as invisible ones are: nothing is left out and nothing is an empty box.
   */
  inFonts(text: string, face: Face): Lettering[] {
    const parts: { font: FontName; text: string }[] = [];
    for (const letter of visibleText(text)) {
      const font = this.#fontOf(letter, face);
      const [best = 'sans'] = chains[face];
      const part = { font: font ?? best, text: font === null ? writtenOut(letter) : letter };
      const last = parts.at(-1);
      if (last?.font === part.font) last.text += part.text;
      else parts.push(part);
    }
    return parts;
  }

  /** Width of a text that stands in one font, in points at this size. */
  widthOf({ font, text }: Lettering, size: number): number {
    let width = 0;
    for (const letter of text) width += this.#widthIn(font, letter) ?? 0;
    return width * size;
  }

  #fontOf(letter: string, face: Face): FontName | null {
    const font = rightToLeft.test(letter)
      ? undefined
      : chains[face].find((name) => this.#widthIn(name, letter) !== null);
    this.missed ||= font === undefined;
    return font ?? null;
  }

  /** In ems; null where the font has no such letter. */
  #widthIn(name: FontName, letter: string): number | null {
    const point = letter.codePointAt(0) ?? 0;
    const known = this.#widths.get(name);
    let width = known?.get(point);
    if (width === undefined) {
      const { font } = (this.#doc.font(name) as unknown as OpenedFont)._font;
      const has = font.hasGlyphForCodePoint(point);
      width = has ? font.glyphForCodePoint(point).advanceWidth / font.unitsPerEm : null;
      known?.set(point, width);
    }
    return width;
  }
}

function writtenOut(letter: string): string {
  return `\\u{${letter.codePointAt(0)?.toString(16)}}`;
}

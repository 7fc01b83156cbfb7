import { readFileSync } from 'node:fs';
import path from 'node:path';
import { packageRoot } from '../../domain/package-root.js';
import { visibleText } from '../visible-text.js';
import type { Face } from './look.js';
import { PlainFont } from './plain-font.js';

/** Font files by the name that the document knows them by. */
const files = {
  sans: 'SourceSans3-Regular.ttf',
  'sans-bold': 'SourceSans3-SemiBold.ttf',
  mono: 'IBMPlexMono-Regular.woff',
  wide: 'DejaVuSans.ttf',
} as const;

export type FontName = keyof typeof files;

/** In which fonts a letter is looked for, best first. */
const chains: Readonly<Record<Face, readonly [FontName, ...FontName[]]>> = {
  regular: ['sans', 'mono', 'wide'],
  bold: ['sans-bold', 'mono', 'wide'],
  code: ['mono', 'wide'],
};

/** What every font has. */
const plain = /^[ -~]+$/;

/** Letters that stand from right to left: nothing here reorders them, so that they are written out rather than set backwards. */
const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

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
  readonly #fonts = new Map<FontName, PlainFont>();
  /** By face: the font of each letter that was looked for; null where none has it. */
  readonly #found: Readonly<Record<Face, Map<string, FontName | null>>> = {
    regular: new Map(),
    bold: new Map(),
    code: new Map(),
  };

  constructor(doc: PDFKit.PDFDocument) {
    this.#doc = doc;
    for (const [name, file] of Object.entries(files)) {
      doc.registerFont(name, readFileSync(path.join(packageRoot(), 'fonts', file)));
    }
  }

  /**
   * The visible text (`visibleText`) in the fonts that have its letters, in order.
   *
   * A letter that no font has is written out as \u{HHHH}, as invisible ones are: nothing is left out and nothing is an empty box.
   */
  inFonts(text: string, face: Face): Lettering[] {
    const [best] = chains[face];
    if (plain.test(text)) return [{ font: best, text }];
    const parts: { font: FontName; text: string }[] = [];
    for (const letter of visibleText(text)) {
      const font = this.#fontOf(letter, face);
      const part = { font: font ?? best, text: font === null ? writtenOut(letter) : letter };
      const last = parts.at(-1);
      if (last?.font === part.font) last.text += part.text;
      else parts.push(part);
    }
    return parts;
  }

  /** Width of a text that stands in one font, in points at this size. */
  widthOf({ font, text }: Lettering, size: number): number {
    const opened = this.open(font);
    let width = 0;
    for (const letter of text) width += opened.widthOf(letter) ?? 0;
    return width * size;
  }

  /** A font, ready to draw with. */
  open(name: FontName): PlainFont {
    const known = this.#fonts.get(name);
    if (known !== undefined) return known;
    const opened = new PlainFont(this.#doc, name);
    this.#fonts.set(name, opened);
    return opened;
  }

  #fontOf(letter: string, face: Face): FontName | null {
    let found = this.#found[face].get(letter);
    if (found === undefined) {
      const lacking = rightToLeft.test(letter);
      const has = (name: FontName): boolean => this.open(name).widthOf(letter) !== null;
      found = (lacking ? undefined : chains[face].find(has)) ?? null;
      this.#found[face].set(letter, found);
      this.missed ||= found === null;
    }
    return found;
  }
}

function writtenOut(letter: string): string {
  return `\\u{${letter.codePointAt(0)?.toString(16)}}`;
}

/** What pdfkit keeps of a font and does not publish. */
interface EmbeddedFont {
  readonly id: string;
  readonly font: {
    readonly unitsPerEm: number;
    hasGlyphForCodePoint(point: number): boolean;
    glyphForCodePoint(point: number): { readonly advanceWidth: number };
  };
  ref(): object;
  /** Codes of letters in the part of the font that the file has, in hexadecimal. */
  encode(text: string, features: object): readonly [codes: readonly string[], positions: unknown];
}

/** No letters are joined and none is moved closer. */
export const features = { kern: false, liga: false, clig: false };

/**
 * A font of a document whose letters stand beside each other as wide as they are, so that what is drawn is what was measured, and is read
 * back letter by letter.
 *
 * Each letter is looked up once: pdfkit would ask the font's tables of substitution and placement for every text.
 */
export class PlainFont {
  readonly #font: EmbeddedFont;
  readonly #widths = new Map<string, number | null>();
  readonly #codes = new Map<string, string>();

  constructor(doc: PDFKit.PDFDocument, name: string) {
    this.#font = (doc.font(name) as unknown as { readonly _font: EmbeddedFont })._font;
  }

  /** In ems; null where the font has no such letter. */
  widthOf(letter: string): number | null {
    let width = this.#widths.get(letter);
    if (width === undefined) {
      const { font } = this.#font;
      const point = letter.codePointAt(0) ?? 0;
      const has = font.hasGlyphForCodePoint(point);
      width = has ? font.glyphForCodePoint(point).advanceWidth / font.unitsPerEm : null;
      this.#widths.set(letter, width);
    }
    return width;
  }

  /** The codes of the letters of a text, in hexadecimal, for the operator that draws them. */
  codesOf(text: string): string {
    let codes = '';
    for (const letter of text) {
      let code = this.#codes.get(letter);
      if (code === undefined) {
        code = this.#font.encode(letter, features)[0].join('');
        this.#codes.set(letter, code);
      }
      codes += code;
    }
    return codes;
  }

  /** What the font is called on a page, which knows it from now on. */
  nameOn(page: PDFKit.PDFPage): string {
    const { id } = this.#font;
    const fonts = page.fonts as Record<string, object>;
    fonts[id] ??= this.#font.ref();
    return id;
  }
}

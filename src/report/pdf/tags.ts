import { visibleText } from '../visible-text.js';

export type Tag = PDFKit.PDFStructureElement;

/** What assistive technology is told of an element, beyond its text. */
interface TagOptions {
  readonly alt?: string;
  /** Of a header cell. */
  readonly scope?: 'Column' | 'Row';
  /** Where a figure stands: left, top, right, bottom. */
  readonly bbox?: readonly [number, number, number, number];
}

/** The structure of a document: what is a heading, a list, a header cell, and what only decorates. */
export class Tags {
  readonly #doc: PDFKit.PDFDocument;
  readonly root: Tag;

  constructor(doc: PDFKit.PDFDocument) {
    this.#doc = doc;
    this.root = doc.struct('Document');
    doc.addStructure(this.root);
  }

  /** A new element at the end of another. */
  add(parent: Tag, type: string, { alt, ...options }: TagOptions = {}): Tag {
    const described = alt === undefined ? options : { ...options, alt: visibleText(alt) };
    // Types of pdfkit do not know scopes and boxes yet.
    const element = this.#doc.struct(type, described as PDFKit.Mixins.StructureElementOptions);
    parent.add(element);
    return element;
  }

  /** Draws as content of an element, on the page at hand. */
  draw(element: Tag, { type, draw }: { type: string; draw: () => void }): void {
    element.add(this.#doc.markStructureContent(type));
    draw();
    this.#doc.endMarkedContent();
  }

  /** Draws what says nothing: rules, running heads, a head that stood before. */
  decorate(draw: () => void, type: 'Layout' | 'Pagination' = 'Layout'): void {
    this.#doc.markContent('Artifact', { type });
    draw();
    this.#doc.endMarkedContent();
  }
}

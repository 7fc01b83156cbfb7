import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';

/** A part of the structure of a page. */
interface StructNode {
  readonly role?: string;
  readonly alt?: string;
  readonly children?: readonly StructNode[];
}

/** What another program reads in a PDF. */
export interface ReadPdf {
  readonly pages: readonly ReadPage[];
  readonly title: string | null;
  readonly language: string | null;
  /** Titles of bookmarks, those below others behind them. */
  readonly bookmarks: readonly string[];
  /** Everything that could act: annotations, scripts, actions, attachments, fields. */
  readonly acting: readonly unknown[];
}

export interface ReadPage {
  /** Text that is content, in the order of drawing. */
  readonly content: string;
  /** Text that only decorates: running lines, heads that stood before. */
  readonly decoration: string;
  /** Text within drawings. */
  readonly drawn: string;
  readonly roles: readonly string[];
  readonly alts: readonly string[];
}

/** Reads a PDF with PDF.js, which shares no code with what writes it. */
export async function readPdf(bytes: Uint8Array): Promise<ReadPdf> {
  const doc = await getDocument({ data: new Uint8Array(bytes), verbosity: 0 }).promise;
  const { info, metadata } = await doc.getMetadata();
  const known = info as { Title?: string; Language?: string };
  const acting: unknown[] = [
    await doc.getJSActions(),
    await doc.getOpenAction(),
    await doc.getAttachments(),
    await doc.getFieldObjects(),
  ];
  const pages: ReadPage[] = [];
  for (let at = 1; at <= doc.numPages; at += 1) {
    const page = await doc.getPage(at);
    acting.push(await page.getJSActions(), ...((await page.getAnnotations()) as unknown[]));
    const { items } = await page.getTextContent({ includeMarkedContent: true, disableNormalization: true });
    const nodes = flat((await page.getStructTree()) as StructNode | null);
    pages.push({
      ...textsOf(items as readonly Item[]),
      roles: nodes.flatMap(({ role }) => (role === undefined ? [] : [role])),
      alts: nodes.flatMap(({ alt }) => (alt === undefined ? [] : [alt])),
    });
  }
  const outline = (await doc.getOutline()) as readonly Bookmark[] | null;
  await doc.destroy();
  return {
    pages,
    title: (metadata as { get(name: string): string | null } | null)?.get('dc:title') ?? known.Title ?? null,
    language: known.Language ?? null,
    bookmarks: (outline ?? []).flatMap(function names({ title, items: below }): string[] {
      return [title, ...below.flatMap(names)];
    }),
    acting: acting.filter((found) => found !== null && found !== undefined),
  };
}

interface Bookmark {
  readonly title: string;
  readonly items: readonly Bookmark[];
}

type Item = { readonly str: string } | { readonly type: string; readonly tag?: string };

function textsOf(items: readonly Item[]): Pick<ReadPage, 'content' | 'decoration' | 'drawn'> {
  const texts = { content: '', decoration: '', drawn: '' };
  const marks: string[] = [];
  for (const item of items) {
    if ('str' in item) texts[placeOf(marks)] += item.str;
    else if (item.type === 'endMarkedContent') marks.pop();
    else marks.push(item.tag ?? '');
  }
  return texts;
}

function placeOf(marks: readonly string[]): 'content' | 'decoration' | 'drawn' {
  if (marks.includes('Artifact')) return 'decoration';
  return marks.includes('Figure') ? 'drawn' : 'content';
}

function flat(node: StructNode | null): StructNode[] {
  return node === null ? [] : [node, ...(node.children ?? []).flatMap(flat)];
}

/** Text without what only breaks lines. */
export function unspaced(text: string): string {
  return text.replaceAll(/\s+/g, '');
}

/** The content of all pages without spaces. */
export function contentOf({ pages }: ReadPdf): string {
  return unspaced(pages.map(({ content }) => content).join(''));
}

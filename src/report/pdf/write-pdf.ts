import type { Page, Text } from '../page.js';
import { palette } from '../palette.js';
import { visibleText } from '../visible-text.js';
import { drawBlocks, drawHeading, drawParagraph, startOf } from './draw-block.js';
import { drawRunningLines } from './draw-running-lines.js';
import { drawSigned } from './draw-signed.js';
import { styles } from './look.js';
import { ReportDocument } from './report-document.js';
import { Sheet } from './sheet.js';

/** By what a printed page is known again. */
export interface PrintedAs {
  /** What the document is. */
  readonly kind: 'report' | 'explanation';
  /** Hash of the document that the page shows, as `--json` writes it. */
  readonly document_sha256: string;
  /** The run of the page; null where it shows several. */
  readonly run_id: string | null;
  /** Last day that it is about, yyyy-MM-dd. */
  readonly date: string;
}

/** The bytes of a page whose charts are drawn. */
export async function writePdf(page: Page, known: PrintedAs): Promise<Buffer> {
  const { document_sha256, run_id, date } = known;
  const name = nameOf(known);
  const title = visibleText(page.title);
  const subject = visibleText(`${name} ${document_sha256}${run_id === null ? '' : `, run ${run_id}`}`);
  const doc = new ReportDocument({ title, subject, date });
  const chunks: Buffer[] = [];
  doc.on('data', (chunk: Buffer) => chunks.push(chunk));
  const written = new Promise<Buffer>((resolve, reject) => {
    doc.on('end', () => resolve(Buffer.concat(chunks)));
    doc.on('error', reject);
  });
  const sheet = new Sheet(doc);
  drawPage(sheet, page);
  drawColophon(sheet, known);
  drawRunningLines(sheet, { title: page.title, id: `${name} ${document_sha256.slice(0, 16)}` });
  sheet.tags.root.end();
  doc.end();
  return written;
}

function drawPage(sheet: Sheet, { title, lead, opening, sections, signed = [] }: Page): void {
  const { root } = sheet.tags;
  drawHeading(sheet, { text: title, style: styles.title, type: 'H1', below: 0 }, root);
  drawParagraph(sheet, { text: lead, style: styles.lead }, root);
  drawBlocks(sheet, opening, root);
  for (const section of sections) {
    const part = sheet.tags.add(root, 'Sect');
    sheet.space(8);
    const pages = sheet.sections.length;
    const below = startOf(sheet, section.blocks.slice(0, 3));
    drawHeading(sheet, { text: section.title, style: styles.section, type: 'H2', below }, part);
    sheet.beginSection(section.title, pages);
    sheet.rule({ colour: palette.ink });
    sheet.y += 6;
    drawBlocks(sheet, section.blocks, part);
    part.end();
  }
  drawSigned(sheet, signed);
}

function nameOf({ kind }: PrintedAs): string {
  return kind === 'report' ? 'Report' : 'Explanation';
}

/** What the reader needs to hold this against the other forms of the report. */
function drawColophon(sheet: Sheet, known: PrintedAs): void {
  const { kind, document_sha256 } = known;
  const written = ` Letters that the fonts of this file lack are written as \\u{…}; the ${kind} as JSON has them as they are.`;
  const text: Text = [
    `${nameOf(known)} `,
    { code: document_sha256 },
    `: the SHA-256 of the same ${kind} as JSON, whose numbers these are.`,
    ...(sheet.letters.missed ? [written] : []),
  ];
  sheet.space(10);
  drawParagraph(sheet, { text, style: styles.caption }, sheet.tags.root);
}

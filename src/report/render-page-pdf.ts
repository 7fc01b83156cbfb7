import { drawFigures } from './charts/draw-figures.js';
import type { Page } from './page.js';
import type { PrintedAs } from './pdf/write-pdf.js';

/**
 * A page as one PDF: tagged (PDF/UA-1), for the archive (PDF/A-2a), US Letter, with fonts, charts and bookmarks inside and no action.
 *
 * The same page gives the same bytes. Details are unfolded; what cannot be seen, and letters that no font of it has, are written out.
 */
export async function renderPagePdf(page: Page, known: PrintedAs): Promise<Uint8Array> {
  const sections = [];
  for (const section of page.sections)
    sections.push({ ...section, blocks: await drawFigures(section.blocks) });
  const { writePdf } = await import('./pdf/write-pdf.js');
  return writePdf({ ...page, opening: await drawFigures(page.opening), sections }, known);
}

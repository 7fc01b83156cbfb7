import { sha256 } from '../domain/sha256.js';
import type { Page } from '../report/page.js';
import { renderPageHtml } from '../report/render-page-html.js';
import { renderPagePdf } from '../report/render-page-pdf.js';
import { jsonText } from './format-table.js';
import type { ReportFormat } from './report-flags.js';

/** A report in its forms: the document, its page, and what a PDF is dated and known by. */
export interface FormedReport {
  readonly document: object;
  readonly page: Page;
  /** Null where it is of several runs. */
  readonly run_id: string | null;
  /** Last day that it is about, yyyy-MM-dd. */
  readonly date: string;
}

/** The bytes of a report's file. A PDF names the SHA-256 of the same report's JSON file. */
export async function reportBytes(
  { document, page, run_id, date }: FormedReport,
  format: ReportFormat,
): Promise<Uint8Array> {
  if (format === 'html') return Buffer.from(await renderPageHtml(page), 'utf8');
  const json = Buffer.from(jsonText(document), 'utf8');
  if (format === 'json') return json;
  return renderPagePdf(page, { kind: 'report', document_sha256: sha256(json), run_id, date });
}

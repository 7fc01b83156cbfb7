import { sha256 } from '../../../src/domain/sha256.js';
import { buildReport } from '../../../src/report/build-report.js';
import { renderPagePdf } from '../../../src/report/render-page-pdf.js';
import { reportPage } from '../../../src/report/report-page.js';
import { eventfulDay } from '../sample-documents.js';

/** By what the PDF of the sample is known. */
export const printedAs = {
  kind: 'report',
  document_sha256: '1'.repeat(64),
  run_id: 'a'.repeat(64),
  date: '2026-11-20',
} as const;

/** As a program: the hash of the sample's PDF on standard output. */
if (process.argv[2] === 'print') {
  const page = reportPage(buildReport(eventfulDay));
  process.stdout.write(sha256(await renderPagePdf(page, printedAs)));
}

import type { Report, Verdict } from '../domain/generated/report.js';
import { formatCount } from './exact-value.js';
import type { Block, Page } from './page.js';
import { accountingSection } from './sections/accounting-section.js';
import { arrivalsSection } from './sections/arrivals-section.js';
import { coverageSection } from './sections/coverage-section.js';
import { deliveriesSection } from './sections/deliveries-section.js';
import { findingsSection } from './sections/findings-section.js';
import { provenanceSection } from './sections/provenance-section.js';
import { rejectionsSection } from './sections/rejections-section.js';

const areaNames: Readonly<Record<Verdict['area'], string>> = {
  deliveries: 'Deliveries',
  records: 'Records',
  surveillance: 'Surveillance',
};

/**
 * The report as a page: the verdict first, then what it rests on, then lines to sign on.
 *
 * At most 200 alerts per pattern and 200 input files are shown, with the count of the rest; the report document has them all.
 */
export function reportPage(report: Report): Page {
  const { trade_date, provenance } = report;
  return {
    title: `Surveillance report for ${trade_date}`,
    lead: [
      'Run ',
      { code: provenance.run_id.slice(0, 16) },
      ` by tapewarden ${provenance.tapewarden_version}. Times are New York time, with UTC below.`,
    ],
    opening: [
      {
        kind: 'verdicts',
        verdicts: report.verdicts.map(({ area, ...verdict }) => ({ title: areaNames[area], ...verdict })),
      },
      ...contradictions(report.contradictions),
    ],
    sections: [
      deliveriesSection(report),
      arrivalsSection(report.arrivals),
      accountingSection(report.accounting),
      coverageSection(report.coverage),
      findingsSection(report),
      rejectionsSection(report),
      provenanceSection(report),
    ],
    signed: ['Reviewed by', 'Signature', 'Date'],
  };
}

function contradictions(sentences: readonly string[]): Block[] {
  if (sentences.length === 0) return [];
  const places = `${formatCount(sentences.length)} ${sentences.length === 1 ? 'place' : 'places'}`;
  return [
    {
      kind: 'notice',
      state: 'failed',
      blocks: [
        {
          kind: 'paragraph',
          text: [
            { mark: `The record of this run contradicts itself in ${places}.`, state: 'failed' },
            ' Its results cannot be relied on.',
          ],
        },
        { kind: 'list', items: sentences },
      ],
    },
  ];
}

import type { Report, Verdict } from '../domain/generated/report.js';
import { formatCount } from './exact-value.js';
import type { Block, Page, State } from './page.js';
import { accessSection } from './sections/access-section.js';
import { accountingSection } from './sections/accounting-section.js';
import { arrivalsSection } from './sections/arrivals-section.js';
import { changesSection } from './sections/changes-section.js';
import { coverageSection } from './sections/coverage-section.js';
import { deliveriesSection } from './sections/deliveries-section.js';
import { findingsSection } from './sections/findings-section.js';
import { jobsSection } from './sections/jobs-section.js';
import { postureSection } from './sections/posture-section.js';
import { provenanceSection } from './sections/provenance-section.js';
import { rejectionsSection } from './sections/rejections-section.js';
import { scoresSection } from './sections/scores-section.js';
import { trailSection } from './sections/trail-section.js';

const areaNames: Readonly<Record<Verdict['area'], string>> = {
  deliveries: 'Deliveries',
  records: 'Records',
  quarantine: 'Quarantine',
  surveillance: 'Surveillance',
  jobs: 'Jobs',
  trail: 'Trail',
  access: 'Access',
  posture: 'Posture',
};

const cardStates: Readonly<Record<Verdict['state'], State>> = {
  complete: 'complete',
  findings: 'findings',
  incomplete: 'incomplete',
  not_checked: 'incomplete',
  none: 'plain',
  failed: 'failed',
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
        verdicts: report.verdicts.map(({ area, state, headline, sentence }) => ({
          ...{ title: areaNames[area], state: cardStates[state], headline, sentence },
        })),
      },
      ...contradictions(report.contradictions),
    ],
    sections: [
      arrivalsSection(report),
      deliveriesSection(report),
      accountingSection(report.accounting),
      rejectionsSection(report),
      coverageSection(report.coverage),
      findingsSection(report),
      scoresSection(report.scorecard),
      jobsSection(report.jobs),
      trailSection(report.audits.trail),
      accessSection(report.audits.access),
      postureSection(report.audits.posture),
      changesSection(report.changes),
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

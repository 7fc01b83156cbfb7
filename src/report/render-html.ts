import type { Report, Verdict } from '../domain/generated/report.js';
import { formatCount } from './exact-value.js';
import { type Html, html } from './html.js';
import { htmlPage } from './html-page.js';
import { renderArrivals } from './render-arrivals.js';
import { renderCoverage } from './render-coverage.js';
import { renderAccounting, renderDeliveries } from './render-deliveries.js';
import { renderFindings } from './render-findings.js';
import { renderProvenance } from './render-provenance.js';
import { renderRejections } from './render-rejections.js';

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

const stateSigns: Readonly<Record<Verdict['state'], string>> = {
  complete: '✓',
  findings: '!',
  incomplete: '?',
  not_checked: '○',
  none: '–',
  failed: '✕',
};

/**
 * The report as one HTML file: no script, no outside resource, readable without colour, printable on A4.
 *
 * The same report gives the same bytes. All text of the report is escaped; at most 200 alerts per pattern and 200 input
 * files are shown, with the count of the rest, while the report document has them all.
 */
export function renderHtml(report: Report): string {
  return htmlPage(
    `Surveillance report ${report.trade_date}`,
    html`<header>
<h1>Surveillance report for ${report.trade_date}</h1>
<p class="soft">Run <code>${report.provenance.run_id.slice(0, 16)}</code> by tapewarden ${report.provenance.tapewarden_version}. Times are New York time, with UTC below.</p>
</header>
<main>
<ul class="verdicts">
${report.verdicts.map(renderVerdict)}</ul>
${renderContradictions(report.contradictions)}${renderDeliveries(report)}
${renderArrivals(report.arrivals)}
${renderAccounting(report.accounting)}
${renderCoverage(report.coverage)}
${renderFindings(report)}
${renderRejections(report)}
${renderProvenance(report)}
</main>
<footer class="sign">
<div>Reviewed by</div>
<div>Signature</div>
<div>Date</div>
</footer>
`,
  );
}

function renderVerdict({ area, state, headline, sentence }: Verdict): Html {
  return html`<li class="${state}">
<h2>${areaNames[area]}</h2>
<strong><span aria-hidden="true">${stateSigns[state]}</span> ${headline}</strong>
<p>${sentence}</p>
</li>
`;
}

function renderContradictions(contradictions: readonly string[]): Html | null {
  if (contradictions.length === 0) return null;
  return html`<section class="notice failed">
<p><span class="mark">The record of this run contradicts itself in ${formatCount(contradictions.length)} ${contradictions.length === 1 ? 'place' : 'places'}.</span> Its results cannot be relied on.</p>
<ul>
${contradictions.map((sentence) => html`<li>${sentence}</li>\n`)}</ul>
</section>
`;
}

import type { RejectionGroup, RejectionSummary } from '../domain/generated/report.js';
import { formatCount } from './exact-value.js';
import { type Html, html } from './html.js';

/** The faults of rejected records by feed and code, with a few examples of each. */
export function renderRejections({ records_rejected, records_given, groups }: RejectionSummary): Html {
  return html`<section>
<h2>Rejected records</h2>
${groups.length === 0 ? html`<p>${records_rejected === 0 ? 'No record was rejected.' : `${formatCount(records_rejected)} records were rejected; their faults were not at hand for this report.`}</p>\n` : renderTable(groups, captionOf(records_rejected, records_given))}</section>`;
}

function captionOf(rejected: number, given: number): string {
  const part =
    given < rejected
      ? `A sample: the faults of ${formatCount(given)} of ${formatCount(rejected)} rejected records.`
      : `The faults of ${formatCount(given)} records.`;
  return `${part} A record with several faults is counted under each.`;
}

function renderTable(groups: readonly RejectionGroup[], caption: string): Html {
  return html`<div class="wide">
<table>
<caption>${caption}</caption>
<thead><tr><th scope="col">Fault</th><th scope="col">Feed</th><th scope="col" class="n">Faults</th><th scope="col">Examples</th></tr></thead>
<tbody>
${groups.map(renderGroup)}</tbody>
</table>
</div>
`;
}

function renderGroup({ feed, code, faults, examples }: RejectionGroup): Html {
  return html`<tr><th scope="row"><code>${code}</code></th><td>${feed}</td><td class="n">${formatCount(faults)}</td><td class="text">${examples.map(
    ({ file, line, message }) => html`<div>${message}<small>${file}, line ${line}</small></div>`,
  )}</td></tr>
`;
}

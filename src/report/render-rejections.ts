import type { QuarantineLine, RejectionGroup, Report } from '../domain/generated/report.js';
import { formatCount } from './exact-value.js';
import { type Html, html } from './html.js';

/** What has become of rejected records, and their faults by feed and code, with a few examples of each. */
export function renderRejections({ rejections, quarantine }: Report): Html {
  const { records_rejected, records_given, groups } = rejections;
  return html`<section>
<h2>Rejected records</h2>
${quarantine.length === 0 ? null : renderStates(quarantine)}${groups.length === 0 ? html`<p>${records_rejected === 0 ? 'No record was rejected.' : `${formatCount(records_rejected)} records were rejected; their faults were not at hand for this report.`}</p>\n` : renderTable(groups, captionOf(records_rejected, records_given))}</section>`;
}

function renderStates(quarantine: readonly QuarantineLine[]): Html {
  return html`<div class="wide">
<table>
<caption>What has become of them, as the lake stood when this report was made. Rejected is repaired + withdrawn + open.</caption>
<thead><tr><th scope="col">Feed</th><th scope="col" class="n">Rejected</th><th scope="col" class="n">Repaired</th><th scope="col" class="n">Withdrawn</th><th scope="col" class="n">Open</th></tr></thead>
<tbody>
${quarantine.map(renderState)}</tbody>
</table>
</div>
`;
}

function renderState({ feed, rejected, repaired, withdrawn, open, unlisted }: QuarantineLine): Html {
  const counts = [rejected, repaired, withdrawn].map(
    (count) => html`<td class="n">${formatCount(count)}</td>`,
  );
  const beyond =
    unlisted === 0
      ? null
      : html`<small>${formatCount(unlisted)} without a stored fault: send the file again</small>`;
  return html`<tr><th scope="row">${feed}</th>${counts}<td class="n">${open === 0 ? '0' : html`<span class="mark findings">! ${formatCount(open)}</span>`}${beyond}</td></tr>
`;
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

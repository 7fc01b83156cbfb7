import type { ArrivalLine } from '../domain/generated/report.js';
import { formatValue } from './exact-value.js';
import { formatNewYork, formatUtc } from './format-time.js';
import { type Html, html } from './html.js';
import { cutText } from './visible-text.js';

const verdictMarks: Readonly<Record<ArrivalLine['verdict'], Html>> = {
  complete: html`<span class="mark complete">✓ Complete</span>`,
  incomplete: html`<span class="mark failed">✕ Incomplete</span>`,
  not_due_yet: html`<span class="mark incomplete">? Not due yet</span>`,
  nothing_due: html`<span class="soft">Nothing due</span>`,
  no_session: html`<span class="soft">No session</span>`,
};

/** What each feed owed for the day: due, received, late, and what the ledger tells of it. */
export function renderArrivals(arrivals: readonly ArrivalLine[]): Html {
  return html`<section>
<h2>Arrivals</h2>
${
  arrivals.length === 0
    ? html`<p>No feed is known, so that nothing was due.</p>\n`
    : html`<div class="wide">
<table>
<caption>What every feed owed for the day, as the ledger said when this report was made. Received is when the last file that stands was first taken in.</caption>
<thead><tr><th scope="col">Feed</th><th scope="col">Verdict</th><th scope="col">Due</th><th scope="col">Received</th><th scope="col" class="n">Late</th></tr></thead>
<tbody>
${arrivals.map(renderArrival)}</tbody>
</table>
</div>
`
}</section>`;
}

function renderArrival({ feed, verdict, due_at_ns, received_at_ns, late_by_ns, notes }: ArrivalLine): Html {
  return html`<tr><th scope="row" class="text">${feed}${notes.map((note) => html`<small>${cutText(note, 400)}</small>`)}</th><td>${verdictMarks[verdict]}</td><td>${renderInstant(due_at_ns)}</td><td>${renderInstant(received_at_ns)}</td><td class="n">${late_by_ns === null ? '–' : html`<span class="mark findings">! ${formatValue(late_by_ns, 'ns')}</span>`}</td></tr>
`;
}

function renderInstant(instant_ns: string | null): Html {
  if (instant_ns === null) return html`–`;
  return html`${formatNewYork(instant_ns)}<small>${formatUtc(instant_ns)}</small>`;
}

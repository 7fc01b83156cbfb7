import type { Accounting, AccountingLine, DeliveryLine, Report } from '../domain/generated/report.js';
import { formatCount } from './exact-value.js';
import { type Html, html } from './html.js';
import { cutText } from './visible-text.js';

/** What arrived: missing feeds and refused files first, then every file in a table. */
export function renderDeliveries({ deliveries, missing_feeds }: Report): Html {
  return html`<section>
<h2>Deliveries</h2>
${renderActions(deliveries, missing_feeds)}${deliveries.length === 0 ? html`<p>No file was offered to this run.</p>\n` : renderTable(deliveries)}</section>`;
}

function renderActions(deliveries: readonly DeliveryLine[], missingFeeds: readonly string[]): Html | null {
  const refused = deliveries.filter(({ status }) => status === 'refused');
  if (refused.length + missingFeeds.length === 0) return null;
  return html`<div class="notice failed">
<ul>
${missingFeeds.map((feed) => html`<li><span class="mark">Missing</span> Nothing is published for feed <code>${feed}</code>.</li>\n`)}${refused.map(
  ({ file, refusals }) =>
    html`<li><span class="mark">Refused</span> <code>${file}</code>${refusals.length === 0 ? html` No reason is recorded.` : null}${refusals.map(
      ({ code, message }) => html`<br>${cutText(message, 600)} <code class="soft">${code}</code>`,
    )}</li>\n`,
)}</ul>
</div>
`;
}

function renderTable(deliveries: readonly DeliveryLine[]): Html {
  return html`<div class="wide">
<table>
<caption>Every file offered to this run. Refused files publish nothing.</caption>
<thead><tr><th scope="col">Status</th><th scope="col">File and SHA-256</th><th scope="col">Feed</th><th scope="col" class="n">Records</th><th scope="col" class="n">Bytes</th></tr></thead>
<tbody>
${deliveries.map(renderDelivery)}</tbody>
</table>
</div>
`;
}

const statusMarks: Readonly<Record<DeliveryLine['status'], Html>> = {
  refused: html`<span class="mark failed">✕ Refused</span>`,
  published: html`<span class="mark complete">✓ Published</span>`,
  already_published: html`<span class="mark complete">✓ Published before</span>`,
};

function renderDelivery({ file, feed, sha256, status, totals, notices = [] }: DeliveryLine): Html {
  return html`<tr><td>${statusMarks[status]}</td><th scope="row" class="text">${cutText(file, 200)}<small>${sha256 === null ? 'unreadable' : html`<code>${sha256}</code>`}</small>${notices.map(({ message }) => html`<small>${cutText(message, 600)}</small>`)}</th><td>${feed ?? html`<span class="soft">no feed claims it</span>`}</td><td class="n">${totals === null ? '–' : formatCount(totals.read)}</td><td class="n">${totals === null ? '–' : formatCount(totals.bytes)}</td></tr>
`;
}

/** What became of each record of the published files, per feed and in total, with whether it adds up. */
export function renderAccounting({ feeds, total }: Accounting): Html {
  return html`<section>
<h2>Records</h2>
${
  feeds.length === 0
    ? html`<p>No record was read.</p>\n`
    : html`<div class="wide">
<table>
<caption>Read must equal accepted + rejected + duplicates, for every published file. Records of refused files are not counted.</caption>
<thead><tr><th scope="col">Feed</th><th scope="col" class="n">Files</th><th scope="col" class="n">Refused</th><th scope="col" class="n">Read</th><th scope="col" class="n">Accepted</th><th scope="col" class="n">Rejected</th><th scope="col" class="n">Duplicates</th><th scope="col">Adds up</th><th scope="col">Shares<small>accepted, rejected, duplicates</small></th></tr></thead>
<tbody>
${feeds.map((line) => html`<tr><th scope="row">${line.feed}</th>${renderCounts(line)}</tr>\n`)}</tbody>
<tfoot><tr><th scope="row">All feeds</th>${renderCounts(total)}</tr></tfoot>
</table>
</div>
`
}</section>`;
}

function renderCounts(line: AccountingLine): Html {
  const counts = [line.deliveries, line.refused, line.read, line.accepted, line.rejected, line.duplicates];
  return html`${counts.map((count) => html`<td class="n">${formatCount(count)}</td>`)}<td>${renderBalance(line)}</td><td>${renderBar(line)}</td>`;
}

function renderBalance({ deliveries, balanced }: AccountingLine): Html {
  if (!balanced) return html`<span class="mark failed">✕ No</span>`;
  if (deliveries === 0) return html`<span class="mark incomplete">? Nothing published</span>`;
  return html`<span class="mark complete">✓ Yes</span>`;
}

const barWidth = 120;
const leastWidth = 2;

/** The shares of accepted, rejected and duplicate records; one that is not nothing is never thinner than two pixels. */
function renderBar({ accepted, rejected, duplicates }: AccountingLine): Html | null {
  const whole = accepted + rejected + duplicates;
  if (whole === 0) return null;
  const width = (records: number) => (records === 0 ? 0 : Math.max(leastWidth, (records / whole) * barWidth));
  const duplicatesAt = barWidth - width(duplicates);
  const rejectedAt = duplicatesAt - width(rejected);
  return html`<svg width="${barWidth}" height="8" role="img" aria-label="accepted ${formatCount(accepted)}, rejected ${formatCount(rejected)}, duplicates ${formatCount(duplicates)}"><rect class="bar-accepted" width="${rejectedAt.toFixed(2)}" height="8"/><rect class="bar-rejected" x="${rejectedAt.toFixed(2)}" width="${width(rejected).toFixed(2)}" height="8"/><rect class="bar-duplicates" x="${duplicatesAt.toFixed(2)}" width="${width(duplicates).toFixed(2)}" height="8"/></svg>`;
}

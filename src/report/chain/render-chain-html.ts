import type { ChainedEvent, EvidenceChain } from '../../domain/generated/evidence-chain.js';
import { formatCount } from '../exact-value.js';
import { formatNewYork, formatUtc } from '../format-time.js';
import { groupBy } from '../group-by.js';
import { type Html, html } from '../html.js';
import { htmlPage } from '../html-page.js';
import { cutText } from '../visible-text.js';
import type { ChainStep } from './chain-step.js';

const mostEvents = 200;
const longestRecord = 500;

/**
 * The chain and what its check found as one HTML file: no script, no outside resource, nothing of a broker's file or of the
 * trail is taken for mark-up. At most 200 events are listed, those with a link that does not hold first.
 */
export function renderChainHtml(chain: EvidenceChain, steps: readonly ChainStep[]): string {
  const { alert } = chain;
  const links = (link: ChainStep['link']) => steps.filter((item) => item.link === link);
  return htmlPage(
    `Evidence of alert ${alert.alert_id.slice(0, 12)}`,
    html`<header>
<h1>Evidence of alert ${alert.alert_id.slice(0, 12)}</h1>
<p class="soft">${alert.pattern_id} version ${alert.pattern_version}, severity ${alert.severity}, score ${alert.score}, trade date ${alert.trade_date}; lake ${chain.lake}.</p>
</header>
<main>
${renderVerdict(steps)}
<section>
<h2>From alert to source line</h2>
${renderSteps('The alert', links('alert'))}
${renderEvents(chain, steps)}
</section>
<section>
<h2>From object to the call that wrote it</h2>
${renderSteps('Objects of the lake, by the hash that the entry of their feed names', links('object'))}
${renderSteps('Calls in verified logs of CloudTrail that wrote them', links('write'))}
</section>
<section>
<h2>From log to signature</h2>
${renderSteps('Logs, by the hash that a digest names', links('log'))}
${renderSteps('Digests, by the signature of AWS; compare the fingerprint with what AWS lists for the region', links('digest'))}
</section>
<section class="provenance">
<h2>Check it yourself</h2>
<p>The JSON document beside this page carries everything that was compared. Nothing else is needed: <code>tapewarden audit chain --check FILE</code></p>
</section>
</main>
`,
  );
}

const marks: Readonly<Record<ChainStep['state'], Html>> = {
  confirmed: html`<span class="mark complete">✓ Confirmed</span>`,
  broken: html`<span class="mark failed">✕ Broken</span>`,
  missing: html`<span class="mark incomplete">? Not in the document</span>`,
};

function renderVerdict(steps: readonly ChainStep[]): Html {
  const count = (state: ChainStep['state']) => steps.filter((item) => item.state === state).length;
  const [broken, missing] = [count('broken'), count('missing')];
  if (broken === 0 && missing === 0)
    return html`<section class="notice"><p><span class="mark complete">✓ Every link holds.</span> ${steps.length} links were checked.</p></section>`;
  return html`<section class="notice failed"><p><span class="mark">Not every link holds.</span> Of ${steps.length} links ${broken} are broken and ${missing} cannot be checked.</p></section>`;
}

function renderSteps(caption: string, steps: readonly ChainStep[]): Html {
  return html`<div class="wide">
<table>
<caption>${caption}</caption>
<thead><tr><th scope="col">Of</th><th scope="col">State</th><th scope="col">What was found</th></tr></thead>
<tbody>
${steps.map(({ of, state, says }) => html`<tr><th scope="row"><code>${cutText(of, 300)}</code></th><td>${marks[state]}</td><td class="text">${cutText(says, 600)}</td></tr>\n`)}</tbody>
</table>
</div>`;
}

function renderEvents({ events }: EvidenceChain, steps: readonly ChainStep[]): Html {
  const ofEvents = groupBy(
    steps.filter(({ link }) => link === 'row' || link === 'line'),
    ({ of }) => of,
  );
  const own = (event: ChainedEvent) => ofEvents.get(event.event_id) ?? [];
  const holds = (event: ChainedEvent) => own(event).every(({ state }) => state === 'confirmed');
  const sorted = [...events.filter((event) => !holds(event)), ...events.filter(holds)];
  const rest = Math.max(events.length - mostEvents, 0);
  return html`<div class="wide">
<table>
<caption>Events, their canonical rows and the records of the brokers' files that they were made of${rest === 0 ? null : html`; <strong>${formatCount(rest)} more</strong> are in the document`}</caption>
<thead><tr><th scope="col">Time</th><th scope="col">Event and record</th><th scope="col">State</th></tr></thead>
<tbody>
${sorted.slice(0, mostEvents).map((event) => renderEvent(event, own(event)))}</tbody>
</table>
</div>`;
}

function renderEvent(event: ChainedEvent, own: readonly ChainStep[]): Html {
  const record =
    event.text === null ? null : html`<small><code>${cutText(event.text, longestRecord)}</code></small>`;
  return html`<tr><td class="t">${formatNewYork(event.event_ts_ns)}<small>${formatUtc(event.event_ts_ns)}</small></td><td class="text"><code>${event.event_id}</code>${record}<small>line ${event.source_line ?? '?'}, byte ${event.source_byte_offset ?? '?'} of ${event.source_sha256 ?? '?'}</small></td><td>${own.map(({ link, state, says }) => html`<small>${link} ${marks[state]} ${cutText(says, 300)}</small>`)}</td></tr>
`;
}

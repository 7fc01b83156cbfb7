import type { Custody, Explanation, MeasureLine, TimelineEvent } from '../domain/generated/explanation.js';
import { drawTimeline } from './draw-timeline.js';
import { formatCount, formatValue } from './exact-value.js';
import { formatNewYork, formatUtc } from './format-time.js';
import { type Html, html } from './html.js';
import { htmlPage } from './html-page.js';
import { cutText } from './visible-text.js';

const mostEvents = 200;
const longestRecord = 500;

/**
 * The explanation as one HTML file: no script, no outside resource, printable on A4; the same bytes every time.
 *
 * At most 200 events are listed, with the count of the rest; raw records are cut at 500 characters.
 */
export function renderExplanationHtml(explanation: Explanation): string {
  const { title, pattern_id, pattern_version, severity, cites, story, trade_date } = explanation;
  return htmlPage(
    `Alert ${explanation.alert_id.slice(0, 12)}`,
    html`<header>
<h1>${title}</h1>
<p class="soft">${pattern_id} version ${pattern_version}, severity ${severity}, score ${explanation.score}, trade date ${trade_date}; ${cites.join('; ')}. Times are New York time, with UTC below.</p>
</header>
<main>
${renderDoubts(explanation.doubts)}<section>
<h2>What happened</h2>
<p>${story}</p>
${drawTimeline(explanation)}</section>
${renderScore(explanation)}
${renderMeasures(explanation.measures)}
${renderEvents(explanation)}
${renderCustody(explanation)}
</main>
`,
  );
}

function renderDoubts(doubts: readonly string[]): Html | null {
  if (doubts.length === 0) return null;
  return html`<section class="notice failed">
<p><span class="mark">Not everything agrees.</span></p>
<ul>
${doubts.map((doubt) => html`<li>${cutText(doubt, 400)}</li>\n`)}</ul>
</section>
`;
}

function renderScore({ score_levels, score_start, score_parts }: Explanation): Html {
  return html`<section>
<h2>Score</h2>
<p>${score_levels}.</p>
<ul>
<li>${score_start} points: for an alert of this pattern</li>
${score_parts.map(({ reason }) => html`<li>${cutText(reason, 400)}</li>\n`)}</ul>
</section>`;
}

function renderMeasures(measures: readonly MeasureLine[]): Html {
  return html`<section>
<h2>Measures</h2>
<div class="wide">
<table>
<caption>What the pattern measured, beside the settings in force</caption>
<thead><tr><th scope="col">Measure</th><th scope="col" class="n">Value</th><th scope="col" class="n">Setting</th><th scope="col">Holds</th><th scope="col">Meaning</th></tr></thead>
<tbody>
${measures.map(
  (measure) =>
    html`<tr><th scope="row">${measure.name}</th><td class="n">${shownValue(measure)}</td><td class="n">${limitOf(measure)}</td><td>${holdsMark(measure)}</td><td class="text">${measure.meaning}</td></tr>\n`,
)}</tbody>
</table>
</div>
</section>`;
}

function shownValue({ value, unit }: MeasureLine): string {
  const shown = cutText(formatValue(value, unit), 120);
  return value === null || unit === 'ns' ? shown : `${shown} ${unit}`;
}

function limitOf({ compare, threshold, unit }: MeasureLine): string {
  if (compare === null) return '–';
  return `${compare === 'at_least' ? '≥' : '≤'} ${formatValue(threshold, unit)}`;
}

function holdsMark({ compare, holds }: MeasureLine): Html {
  if (compare === null) return html`<span class="soft">not compared</span>`;
  if (holds === null) return html`<span class="mark incomplete">? Cannot be compared</span>`;
  return holds ? html`<span class="mark complete">✓ Yes</span>` : html`<span class="mark failed">✕ No</span>`;
}

function renderEvents({ events }: Explanation): Html {
  const shown = events.slice(0, mostEvents);
  const rest = events.length - shown.length;
  return html`<section>
<h2>Events</h2>
<div class="wide">
<table>
<caption>${formatCount(events.length)} ${events.length === 1 ? 'event' : 'events'} by time${rest === 0 ? null : html`, of which the first ${formatCount(shown.length)} are shown; <strong>${formatCount(rest)} more</strong> are in the explanation document`}</caption>
<thead><tr><th scope="col">Time</th><th scope="col" class="n">After first</th><th scope="col">Role</th><th scope="col">Event and raw record</th></tr></thead>
<tbody>
${shown.map(renderEvent)}</tbody>
</table>
</div>
</section>`;
}

function renderEvent({ event_ts_ns, since_first_ns, role, summary, custody }: TimelineEvent): Html {
  return html`<tr><td class="t">${formatNewYork(event_ts_ns)}<small>${formatUtc(event_ts_ns)}</small></td><td class="n">${formatValue(since_first_ns, 'ns')}</td><td>${role}</td><td class="text">${summary}${renderRaw(custody)}</td></tr>
`;
}

const custodyMarks: Readonly<Record<Custody['state'], Html>> = {
  confirmed: html`<span class="mark complete">✓ Confirmed</span>`,
  broken: html`<span class="mark failed">✕ Broken</span>`,
  missing: html`<span class="mark incomplete">? Raw record not at hand</span>`,
};

function renderRaw({ state, raw, differences }: Custody): Html {
  return html`${raw === null ? null : renderRecord(raw.text)}<small>${custodyMarks[state]}${raw === null ? null : ` ${raw.file}, line ${raw.line}, byte ${raw.byte_offset}`}</small>${differences.map((difference) => html`<small>${cutText(difference, 200)}</small>`)}`;
}

/** A raw record, line by line. */
function renderRecord(text: string): Html[] {
  return cutText(text, longestRecord)
    .split(/\r?\n/)
    .map((line) => html`<small><code>${line}</code></small>`);
}

function renderCustody(explanation: Explanation): Html {
  const raws = explanation.events.flatMap(({ custody }) => (custody.raw === null ? [] : [custody.raw]));
  const deliveries = new Map(raws.map((raw) => [raw.sha256, raw]));
  return html`<section class="provenance">
<h2>Chain of custody</h2>
<dl><dt>Alert</dt><dd><code>${explanation.alert_id}</code></dd><dt>Settings</dt><dd><code>${explanation.settings_sha256}</code></dd>${[
    ...deliveries.values(),
  ].map(
    ({ file, sha256, raw_key }) =>
      html`<dt>Delivery</dt><dd>${file}<br><code>${sha256}</code><br><code>${raw_key}</code></dd>`,
  )}</dl>
</section>`;
}

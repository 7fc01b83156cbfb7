import type { AlertLine, Finding, MeasureLine, Report } from '../domain/generated/report.js';
import { countSeverities } from '../surveillance/order-alerts.js';
import { formatCount, formatValue } from './exact-value.js';
import { formatUtc, newYorkTime } from './format-time.js';
import { type Html, html } from './html.js';
import { cutText } from './visible-text.js';

const mostAlerts = 200;
const mostText = 120;
const longestValue = 40;

/** The alerts by pattern, at most 200 of each, with the count of the rest. */
export function renderFindings({ findings, trade_date }: Report): Html {
  return html`<section>
<h2>Alerts</h2>
${findings.length === 0 ? html`<p>No alert is recorded. What that is worth is said under Surveillance coverage.</p>\n` : renderAll(findings, trade_date)}</section>`;
}

function renderAll(findings: readonly Finding[], tradeDate: string): Html {
  const alerts = findings.flatMap((finding) => finding.alerts);
  return html`<p>${countSeverities(alerts)}; gravest first. A score is 0 to 100; what it is made of is in the report document and in <code>tapewarden alerts explain</code>.</p>
${findings.map((finding) => renderFinding(finding, tradeDate))}`;
}

function renderFinding(finding: Finding, tradeDate: string): Html {
  const shown = finding.alerts.slice(0, mostAlerts);
  const rest = finding.alerts.length - shown.length;
  const measures = shown[0]?.measures ?? [];
  const compared = measures.filter(({ compare }) => compare !== null);
  const others = measures.filter(({ compare }) => compare === null);
  return html`<h3>${finding.title}</h3>
<p>${finding.behaviour} <span class="soft">${finding.pattern_id} version ${finding.version}${finding.cites.length === 0 ? null : `; ${finding.cites.join('; ')}`}.</span></p>
<div class="wide">
<table>
<caption>${formatCount(finding.alerts.length)} ${finding.alerts.length === 1 ? 'alert' : 'alerts'}${rest === 0 ? null : html`, of which the first ${formatCount(shown.length)} are shown; <strong>${formatCount(rest)} more</strong> are in the report document`}</caption>
<thead><tr><th scope="col">Severity</th><th scope="col">About</th><th scope="col">First event</th>${compared.map(renderMeasureHead)}${others.length === 0 ? null : html`<th scope="col">Also measured</th>`}<th scope="col">Alert and evidence</th></tr></thead>
<tbody>
${shown.map((alert) => renderAlert(alert, { compared, others, tradeDate }))}</tbody>
</table>
</div>
${renderMeanings(measures)}`;
}

function renderMeasureHead({ name, compare, threshold, unit }: MeasureLine): Html {
  const words = name.split('_').map((word, at) => (at === 0 ? html`${word}` : html`_<wbr>${word}`));
  const limit = `${compare === 'at_least' ? '≥' : '≤'} ${formatValue(threshold, unit)}`;
  return html`<th scope="col" class="n">${words}<small>${limit}</small></th>`;
}

interface AlertColumns {
  /** Measures with a column of their own: those that a setting decides. */
  readonly compared: readonly MeasureLine[];
  /** Measures that share one column. */
  readonly others: readonly MeasureLine[];
  readonly tradeDate: string;
}

function renderAlert(alert: AlertLine, { compared, others, tradeDate }: AlertColumns): Html {
  const own = ({ name }: MeasureLine) => alert.measures.find((measure) => measure.name === name);
  const rest = others.map(own).filter((measure) => measure !== undefined);
  return html`<tr><td>${severityMark(alert.severity)}<small>score ${alert.score}</small></td><th scope="row">${renderSubject(alert.subject)}</th><td class="t">${renderTime(alert, tradeDate)}</td>${compared.map((column) => renderMeasure(own(column)))}${others.length === 0 ? null : renderOthers(rest)}<td>${renderIdentity(alert)}</td></tr>
`;
}

function renderOthers(measures: readonly MeasureLine[]): Html {
  return html`<td><dl class="others">${measures.map((measure) => html`<dt>${measure.name}</dt><dd>${shownValue(measure)}</dd>`)}</dl></td>`;
}

function severityMark(severity: AlertLine['severity']): Html {
  const state = severity === 'high' ? 'failed' : severity === 'medium' ? 'findings' : 'plain';
  return html`<span class="mark ${state}">${severity}</span>`;
}

function renderSubject(subject: Readonly<Record<string, string>>): Html {
  return html`<dl>${Object.entries(subject).map(([name, value]) => html`<dt>${name}</dt><dd>${cutText(value, mostText)}</dd>`)}</dl>`;
}

function renderTime({ first_ts_ns, last_ts_ns }: AlertLine, tradeDate: string): Html {
  const at = newYorkTime(first_ts_ns);
  const lasting = BigInt(last_ts_ns) - BigInt(first_ts_ns);
  const date = at === null || at.date === tradeDate ? '' : `${at.date} `;
  const local = at === null ? '' : `${date}${at.time} ${at.zone}`;
  return html`${local}<small>${formatUtc(first_ts_ns)}</small><small>${lasting === 0n ? 'one instant' : `lasting ${formatValue(lasting.toString(), 'ns')}`}</small>`;
}

function renderMeasure(measure: MeasureLine | undefined): Html {
  if (measure === undefined) return html`<td class="n">–</td>`;
  if (measure.holds !== false) return html`<td class="n">${shownValue(measure)}</td>`;
  return html`<td class="n"><span class="mark failed">✕ ${shownValue(measure)}</span><small>outside its setting</small></td>`;
}

function shownValue({ value, unit }: MeasureLine): string {
  return value === null ? '–' : cutText(formatValue(value, unit), longestValue);
}

function renderIdentity({ alert_id, roles, evidence_count }: AlertLine): Html {
  const parts = roles.map(({ role, events }) => `${formatCount(events)} ${role}`).join(', ');
  const total = `${formatCount(evidence_count)} ${evidence_count === 1 ? 'event' : 'events'}`;
  return html`<code class="id" title="${alert_id}">${alert_id.slice(0, 12)}</code><small>${total}</small><small>${parts}</small>`;
}

function renderMeanings(measures: readonly MeasureLine[]): Html | null {
  const named = measures.filter(({ meaning }) => meaning !== '');
  if (named.length === 0) return null;
  return html`<dl class="legend">${named.map(({ name, meaning, unit }) => html`<dt>${name}</dt><dd>${meaning.replace(/\.$/, '')}${unit === '' || unit === 'ns' ? null : ` (${unit})`}</dd>`)}</dl>
`;
}

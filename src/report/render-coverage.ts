import type { CanaryLine, CoverageLine, SettingLine } from '../domain/generated/report.js';
import { formatCount, formatValue } from './exact-value.js';
import { type Html, html } from './html.js';
import { cutText } from './visible-text.js';

const outcomeMarks: Readonly<Record<CoverageLine['outcome'], Html>> = {
  failed: html`<span class="mark failed">✕ Failed</span>`,
  not_run: html`<span class="mark failed">✕ Not run</span>`,
  inconclusive: html`<span class="mark incomplete">? Inconclusive</span>`,
  alerts: html`<span class="mark findings">! Alerts</span>`,
  clear: html`<span class="mark complete">✓ Clear</span>`,
  not_in_force: html`<span class="soft">– Not in force</span>`,
};

/** What was looked for: one row per pattern, whatever its outcome, those that prove nothing first. */
export function renderCoverage(coverage: readonly CoverageLine[]): Html {
  return html`<section>
<h2>Surveillance coverage</h2>
${
  coverage.length === 0
    ? html`<p>No pattern was run; that nothing was found means nothing.</p>\n`
    : html`<div class="wide">
<table>
<caption>Clear means: ran to its end on complete inputs and found nothing. Failed, not run and inconclusive say nothing about the market. Canary: abuse injected into each run, kept apart, that the pattern must find.</caption>
<thead><tr><th scope="col">Outcome</th><th scope="col">Pattern</th><th scope="col" class="n">Alerts</th><th scope="col" class="n">Events seen</th><th scope="col" class="n">Instruments seen</th><th scope="col">Settings in force</th></tr></thead>
<tbody>
${coverage.map(renderLine)}</tbody>
</table>
</div>
`
}</section>`;
}

const canaryWords: Readonly<Record<CanaryLine['state'], Html>> = {
  found: html`<small>✓ canary found</small>`,
  missed: html`<small class="mark failed">✕ canary missed: blind</small>`,
  not_run: html`<small>canary not run</small>`,
  none: html`<small class="mark incomplete">? no canary</small>`,
};

function renderLine(line: CoverageLine): Html {
  const ran = line.outcome === 'alerts' || line.outcome === 'clear';
  return html`<tr><td>${outcomeMarks[line.outcome]}${line.canary === undefined ? null : canaryWords[line.canary.state]}</td><th scope="row" class="text">${line.title}<small>${line.pattern_id} version ${line.version}</small>${line.reason === null ? null : html`<small class="reason">${cutText(line.reason, 400)}</small>`}</th><td class="n">${ran || line.alerts > 0 ? formatCount(line.alerts) : '–'}</td><td class="n">${renderEvents(line)}</td><td class="n">${formatCount(line.instruments_seen)}</td><td class="text">${renderSettings(line.settings)}</td></tr>
`;
}

function renderEvents({ outcome, events_seen }: CoverageLine): Html {
  if (outcome === 'clear' && events_seen === 0) return html`<span class="mark incomplete">? 0</span>`;
  return html`${formatCount(events_seen)}`;
}

function renderSettings(settings: readonly SettingLine[]): Html | null {
  if (settings.length === 0) return null;
  return html`<dl>${settings.map((setting) => html`<dt>${setting.name}</dt><dd>${settingValue(setting, setting.value)}${renderDefault(setting)}</dd>`)}</dl>`;
}

function renderDefault(setting: SettingLine): Html | null {
  if (setting.default === null) return null;
  const inForce = settingValue(setting, setting.value);
  const byDefault = settingValue(setting, setting.default);
  return inForce === byDefault ? null : html` <span class="soft">(default ${byDefault})</span>`;
}

function settingValue({ name, type }: SettingLine, value: string): string {
  const isDuration = type === 'duration' || (type === null && name.endsWith('_ns'));
  return formatValue(value, isDuration ? 'ns' : '');
}

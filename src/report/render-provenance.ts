import type { Report } from '../domain/generated/report.js';
import { formatCount } from './exact-value.js';
import { type Html, html } from './html.js';

const mostInputs = 200;

/** What the report was made from, with every hash in full: run, data files, patterns. */
export function renderProvenance({ provenance, coverage }: Report): Html {
  const inputs = provenance.inputs.slice(0, mostInputs);
  const rest = provenance.inputs.length - inputs.length;
  return html`<section class="provenance">
<h2>Provenance</h2>
<dl><dt>Run</dt><dd><code>${provenance.run_id}</code></dd><dt>Program</dt><dd>tapewarden ${provenance.tapewarden_version}</dd><dt>Alerts</dt><dd><code>${provenance.alerts_key}</code></dd><dt>Evidence</dt><dd><code>${provenance.evidence_key}</code></dd></dl>
${
  inputs.length === 0
    ? html`<p>The patterns read no data file.</p>\n`
    : html`<div class="wide">
<table>
<caption>Data files that the patterns read, pinned by hash${rest === 0 ? null : html`; <strong>${formatCount(rest)} more</strong> are in the report document`}</caption>
<thead><tr><th scope="col">Dataset</th><th scope="col">Key and SHA-256</th><th scope="col" class="n">Rows</th><th scope="col" class="n">Bytes</th></tr></thead>
<tbody>
${inputs.map(({ dataset, key, sha256, bytes, rows }) => html`<tr><th scope="row">${dataset}</th><td><code>${key}</code><br><code class="soft">${sha256}</code></td><td class="n">${formatCount(rows)}</td><td class="n">${formatCount(bytes)}</td></tr>\n`)}</tbody>
</table>
</div>
`
}${
  coverage.length === 0
    ? null
    : html`<div class="wide">
<table>
<caption>Patterns as they were run</caption>
<thead><tr><th scope="col">Pattern</th><th scope="col" class="n">Version</th><th scope="col">SHA-256 of the SQL</th><th scope="col">SHA-256 of the settings</th><th scope="col">Plan</th></tr></thead>
<tbody>
${coverage.map(({ pattern_id, version, sql_sha256, settings_sha256, plan_id }) => html`<tr><th scope="row">${pattern_id}</th><td class="n">${version}</td>${[sql_sha256, settings_sha256, plan_id].map((hash) => html`<td><code>${hash ?? 'not run'}</code></td>`)}</tr>\n`)}</tbody>
</table>
</div>
`
}</section>`;
}

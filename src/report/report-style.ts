import { html } from './html.js';

/** The style sheet of the report: dark text on white, AA contrast, tables with hairlines, A4 when printed. */
export const reportStyle = html`<style>
:root { --ink: #1b1f24; --soft: #57606a; --line: #d8dee4; --wash: #f6f8fa;
  --complete: #1a6334; --findings: #8a4b00; --incomplete: #5a3e9b; --failed: #a40e26; }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2.5rem 1.75rem 4rem; max-width: 80rem; color: var(--ink); background: #fff;
  font: 0.9375rem/1.5 system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
h1 { margin: 0; font-size: 1.75rem; line-height: 1.25; font-weight: 600; letter-spacing: -0.01em; text-wrap: balance; }
h2 { margin: 2.75rem 0 0.75rem; padding-bottom: 0.35rem; border-bottom: 1px solid var(--ink); font-size: 1.125rem; font-weight: 600; }
h3 { margin: 1.75rem 0 0.25rem; font-size: 1rem; font-weight: 600; }
p { margin: 0.25rem 0 0.75rem; max-width: 60rem; }
ul { margin: 0.25rem 0 0.75rem; padding-left: 1.25rem; }
code { font: 0.8125rem/1.4 ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
small, .soft { color: var(--soft); }
small { font-size: 0.8125rem; } small code { font-size: 0.75rem; }
.verdicts { display: grid; grid-template-columns: repeat(4, 1fr); gap: 1rem; margin: 1.75rem 0 0; padding: 0; list-style: none; }
.verdicts li { padding: 0.875rem 1rem 1rem; border: 1px solid var(--line); border-top: 4px solid var(--state); border-radius: 4px; }
.verdicts .area { font-size: 0.8125rem; font-weight: 600; color: var(--soft); }
.verdicts strong { display: block; margin: 0.125rem 0 0.375rem; font-size: 1.1875rem; line-height: 1.3; font-weight: 600; color: var(--state); }
.verdicts p { margin: 0; font-size: 0.875rem; }
.complete { --state: var(--complete); } .findings { --state: var(--findings); }
.incomplete { --state: var(--incomplete); } .failed { --state: var(--failed); } .plain { --state: var(--soft); }
.notice { margin: 1rem 0; padding: 0.75rem 1rem; border-left: 4px solid var(--state); background: var(--wash); }
.notice p, .notice ul { margin: 0; } .notice li + li { margin-top: 0.375rem; }
.mark { color: var(--state); font-weight: 600; white-space: nowrap; }
.wide { overflow-x: auto; margin: 0.5rem 0 1rem; }
table { width: 100%; border-collapse: collapse; font-size: 0.875rem; font-variant-numeric: tabular-nums; }
caption { padding: 0.25rem 0; text-align: left; color: var(--soft); font-size: 0.8125rem; }
th, td { padding: 0.4375rem 0.875rem 0.4375rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
th:last-child, td:last-child { padding-right: 0; }
thead th { border-bottom-color: var(--soft); color: var(--soft); font-size: 0.8125rem; font-weight: 600; vertical-align: bottom; }
tbody th { font-weight: 600; }
tfoot th, tfoot td { border-top: 1px solid var(--soft); border-bottom: 0; font-weight: 600; }
.n { text-align: right; } .n + :not(.n) { padding-left: 1rem; } td.n, .t { white-space: nowrap; }
td small, th small, dd small { display: block; font-weight: 400; overflow-wrap: anywhere; } tbody th { overflow-wrap: anywhere; min-width: 9rem; }
dl { margin: 0; display: grid; grid-template-columns: max-content minmax(6.5rem, 1fr); gap: 0 0.625rem; }
dt { color: var(--soft); font-weight: 400; } dd { margin: 0; overflow-wrap: anywhere; }
section > dl { gap: 0.25rem 1.5rem; font-size: 0.875rem; } td dl { font-size: 0.8125rem; }
.sign { display: grid; grid-template-columns: 2fr 2fr 1fr; gap: 2rem; margin-top: 4rem; break-inside: avoid; }
.sign div { padding-top: 0.375rem; border-top: 1px solid var(--ink); font-size: 0.8125rem; color: var(--soft); }
svg { display: block; margin: 0.375rem 0 0.75rem; }
figure { margin: 1rem 0; } figcaption { font-weight: 600; } figure svg { width: 100%; min-width: 36rem; max-width: 60rem; height: auto; }
figure text { font-variant-numeric: tabular-nums; }
@media screen and (max-width: 48rem) { .verdicts { grid-template-columns: 1fr; } body { padding: 1.5rem 1rem; } td:not(.n) > small { min-width: 9rem; } td > code { display: inline-block; min-width: 11rem; }
  section > dl { grid-template-columns: 1fr; gap: 0; } section > dl > dd + dt { margin-top: 0.375rem; } }
@page { size: A4; margin: 14mm; }
@media print { html { font-size: 11px; } body { max-width: none; padding: 0; } .wide { overflow: visible; }
  thead { display: table-header-group; } tfoot { display: table-row-group; } figure svg { min-width: 0; break-inside: avoid; } tr, .verdicts li, .notice { break-inside: avoid; } h2, h3, figcaption, caption, thead { break-after: avoid; } tbody tr:first-child { break-before: avoid; } }
</style>`;

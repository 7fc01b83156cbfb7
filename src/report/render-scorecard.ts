import type { PatternScore, Scorecard } from '../domain/generated/scorecard.js';
import { formatCount } from './exact-value.js';
import { type Html, html } from './html.js';
import { htmlPage } from './html-page.js';

const bar = { left: 300, width: 500, height: 12, row: 34 };

/** A scorecard as an HTML page of its own: a bar of precision and one of recall per pattern and density, and the figures as a table. */
export function renderScorecard({ days, scores }: Scorecard): string {
  return htmlPage(
    'Scorecard',
    html`<main>
<h1>Scorecard</h1>
<p>${days.map(({ trade_date, seed, events, density }) => html`${trade_date}, seed ${seed}: ${formatCount(events)} order events, ${density} density. `)}</p>
${drawScores(scores)}
<table>
<thead><tr><th scope="col">Pattern</th><th scope="col">Density</th><th scope="col" class="n">Cases</th><th scope="col" class="n">Found</th><th scope="col" class="n">Alerts</th><th scope="col" class="n">Right</th><th scope="col" class="n">Precision</th><th scope="col" class="n">Recall</th><th scope="col" class="n">F1</th></tr></thead>
<tbody>
${scores.map(scoreRow)}</tbody>
</table>
</main>
`,
  );
}

/** The bars as one SVG; a share of nothing has none. Lengths are rounded for the eye, the table has the figures. */
export function drawScores(scores: readonly PatternScore[]): Html {
  return html`<svg viewBox="0 0 900 ${scores.length * bar.row + 10}" role="img" aria-label="Precision and recall by pattern; the table has the figures">
${scores.map(({ pattern_id, density, precision, recall }, index) => {
  const top = index * bar.row + 6;
  return html`<text x="${bar.left - 12}" y="${top + 17}" text-anchor="end">${pattern_id}, ${density}</text>
${drawBar(precision, { top, shade: '#1f4e79', name: 'precision' })}${drawBar(recall, { top: top + bar.height + 1, shade: '#7fb2dd', name: 'recall' })}`;
})}</svg>`;
}

function drawBar(
  share: string | null,
  { top, shade, name }: { top: number; shade: string; name: string },
): Html | null {
  if (share === null) return null;
  const length = Math.round(Number(share) * bar.width);
  return html`<rect x="${bar.left}" y="${top}" width="${length}" height="${bar.height}" fill="${shade}"><title>${name} ${share}</title></rect>
<text x="${bar.left + length + 6}" y="${top + 10}" font-size="10">${name} ${share}</text>
`;
}

function scoreRow({
  pattern_id,
  version,
  density,
  cases,
  alerts,
  precision,
  recall,
  f1,
}: PatternScore): Html {
  const [all] = cases;
  return html`<tr><th scope="row">${pattern_id} ${version}</th><td>${density}</td><td class="n">${all?.labelled ?? 0}</td><td class="n">${all?.found ?? 0}</td><td class="n">${alerts.all}</td><td class="n">${alerts.right}</td><td class="n">${precision ?? '–'}</td><td class="n">${recall ?? '–'}</td><td class="n">${f1 ?? '–'}</td></tr>
`;
}

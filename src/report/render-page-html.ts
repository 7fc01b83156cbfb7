import { drawFigures } from './charts/draw-figures.js';
import { type Html, html, htmlSource } from './html.js';
import type { Page, Section } from './page.js';
import { renderBlock } from './render-block-html.js';
import { renderText } from './render-text-html.js';
import { reportStyle } from './report-style.js';

/**
 * A page as one HTML file: English, styled in place, no script, forbidden to load or run anything, printable on A4.
 *
 * The same page gives the same bytes. All its text is escaped, and what cannot be seen is written out.
 */
export async function renderPageHtml({ title, lead, opening, sections, signed = [] }: Page): Promise<string> {
  const drawn = await Promise.all(
    sections.map(async (section) => ({ ...section, blocks: await drawFigures(section.blocks) })),
  );
  return htmlSource(html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title>
${reportStyle}
</head>
<body>
<header>
<h1>${title}</h1>
<p class="soft">${renderText(lead)}</p>
</header>
<main>
${(await drawFigures(opening)).map(renderBlock)}${drawn.map(renderSection)}</main>
${renderSigned(signed)}</body>
</html>
`);
}

function renderSection({ title, blocks }: Section, at: number): Html {
  return html`<section aria-labelledby="section-${at + 1}">
<h2 id="section-${at + 1}">${title}</h2>
${blocks.map(renderBlock)}</section>
`;
}

function renderSigned(labels: readonly string[]): Html | null {
  if (labels.length === 0) return null;
  return html`<footer class="sign">
${labels.map((label) => html`<div>${label}</div>\n`)}</footer>
`;
}

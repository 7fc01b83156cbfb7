import { invariant } from '../domain/invariant.js';
import { renderDrawing } from './draw-svg.js';
import { type Html, html } from './html.js';
import { stateSigns } from './mark.js';
import type { Block, Figure, VerdictCard } from './page.js';
import { renderTable } from './render-table-html.js';
import { renderDefinitions, renderText } from './render-text-html.js';

/** A block of a page as HTML; it ends with a line feed. */
export function renderBlock(block: Block): Html {
  switch (block.kind) {
    case 'heading':
      return html`<h3>${block.text}</h3>\n`;
    case 'paragraph':
      return html`<p>${renderText(block.text)}</p>\n`;
    case 'list':
      return html`<ul>\n${block.items.map((item) => html`<li>${renderText(item)}</li>\n`)}</ul>\n`;
    case 'verdicts':
      return html`<ul class="verdicts">\n${block.verdicts.map(renderVerdict)}</ul>\n`;
    case 'notice':
      return html`<div class="notice ${block.state}">\n${block.blocks.map(renderBlock)}</div>\n`;
    case 'details':
      return html`<details>\n<summary>${block.summary}</summary>\n${block.blocks.map(renderBlock)}</details>\n`;
    case 'definitions':
      return html`${renderDefinitions(block)}\n`;
    case 'table':
      return renderTable(block);
    case 'figure':
      return renderFigure(block);
  }
}

function renderVerdict({ title, state, headline, sentence }: VerdictCard): Html {
  return html`<li class="${state}">
<p class="area">${title}</p>
<strong>${stateSigns[state]} ${headline}</strong>
<p>${sentence}</p>
</li>
`;
}

function renderFigure({ title, description, drawing, data }: Figure): Html {
  invariant(!('kind' in drawing), 'the charts of a page are drawn before it is rendered');
  return html`<figure>
<figcaption>${title}</figcaption>
<div class="wide" role="group" tabindex="0" aria-label="Chart: ${title}">
${renderDrawing(drawing, { title, description })}
</div>
${renderTable(data)}</figure>
`;
}

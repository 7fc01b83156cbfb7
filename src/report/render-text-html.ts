import { type Html, html } from './html.js';
import type { Cell, Definitions, Span, Text } from './page.js';
import { spansOf } from './spans-of.js';

/** A text as HTML, without an element around it. */
export function renderText(text: Text): Html {
  return html`${spansOf(text).map(renderSpan)}`;
}

function renderSpan(span: Span): Html {
  if (typeof span === 'string') return html`${span}`;
  if ('code' in span) return html`<code>${span.code}</code>`;
  if ('soft' in span) return html`<span class="soft">${span.soft}</span>`;
  if ('strong' in span) return html`<strong>${span.strong}</strong>`;
  return html`<span class="mark ${span.state}">${span.mark}</span>`;
}

/** Terms and values as HTML. */
export function renderDefinitions({ items }: Definitions): Html {
  return html`<dl>${items.map(([term, value]) => html`<dt>${term}</dt><dd>${renderCell(value)}</dd>`)}</dl>`;
}

/** What stands in a cell, as HTML. */
export function renderCell(cell: Cell): Html {
  if (typeof cell === 'string' || !('lines' in cell)) return renderText(cell);
  return html`${cell.lines.map((line, at) => {
    if (typeof line === 'object' && 'kind' in line) return renderDefinitions(line);
    if (typeof line === 'object' && 'small' in line) return html`<small>${renderText(line.small)}</small>`;
    return at === 0 ? renderText(line) : html`<div>${renderText(line)}</div>`;
  })}`;
}

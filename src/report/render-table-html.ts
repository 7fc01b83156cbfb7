import { type Html, html } from './html.js';
import type { Cell, Column, Row, Table } from './page.js';
import { renderCell, renderText } from './render-text-html.js';
import { plainText } from './spans-of.js';

/** A table as HTML; where it is too wide for the page it scrolls in a frame that the keyboard reaches. */
export function renderTable({ caption, columns, rows, total }: Table): Html {
  return html`<div class="wide" role="group" tabindex="0" aria-label="${plainText(caption)}">
<table>
<caption>${renderText(caption)}</caption>
<thead><tr>${columns.map(renderHead)}</tr></thead>
<tbody>
${rows.map((row) => renderRow(row, columns))}</tbody>
${total === undefined ? null : html`<tfoot>\n${renderRow(total, columns)}</tfoot>\n`}</table>
</div>
`;
}

function renderHead({ title, note, as }: Column): Html {
  const words = title.split('_').map((word, at) => (at === 0 ? html`${word}` : html`_<wbr>${word}`));
  const small = note === undefined ? null : html`<small>${note}</small>`;
  return as === 'number'
    ? html`<th scope="col" class="n">${words}${small}</th>`
    : html`<th scope="col">${words}${small}</th>`;
}

function renderRow(row: Row, columns: readonly Column[]): Html {
  return html`<tr>${row.map((cell, at) => renderCellOf(cell, columns[at]?.as))}</tr>\n`;
}

function renderCellOf(cell: Cell, as: Column['as']): Html {
  const content = renderCell(cell);
  switch (as) {
    case 'row':
      return html`<th scope="row">${content}</th>`;
    case 'number':
      return html`<td class="n">${content}</td>`;
    case 'time':
      return html`<td class="t">${content}</td>`;
    case undefined:
      return html`<td>${content}</td>`;
  }
}

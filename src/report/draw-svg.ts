import type { Drawing, PathShape, Shape, TextShape } from './drawing.js';
import { type Html, html } from './html.js';

/** A drawing as SVG in place, an image to assistive technology that says its title and description. No ids, no styles. */
export function renderDrawing(
  { width, height, shapes }: Drawing,
  { title, description }: { title: string; description: string },
): Html {
  return html`<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${title}. ${description}">
<title>${title}</title>
<desc>${description}</desc>
${shapes.map(renderShape)}</svg>`;
}

function renderShape(shape: Shape): Html {
  return 'path' in shape ? renderPath(shape) : renderText(shape);
}

function renderPath({ path, x = 0, y = 0, fill, stroke, strokeWidth, dash, opacity }: PathShape): Html {
  const move = x === 0 && y === 0 ? null : html` transform="translate(${x} ${y})"`;
  const line = stroke === null ? null : html` stroke="${stroke}" stroke-width="${strokeWidth}"`;
  const dashes = dash.length === 0 ? null : html` stroke-dasharray="${dash.join(' ')}"`;
  const seen = opacity === 1 ? null : html` opacity="${opacity}"`;
  return html`<path d="${path}"${move} fill="${fill ?? 'none'}"${line}${dashes}${seen}/>\n`;
}

function renderText({ text, x, y, size, bold, fill, anchor, rotate }: TextShape): Html {
  const turn = rotate === 0 ? null : html` transform="rotate(${rotate} ${x} ${y})"`;
  const weight = bold ? html` font-weight="600"` : null;
  return html`<text x="${x}" y="${y}" font-size="${size}"${weight} fill="${fill}" text-anchor="${anchor}"${turn}>${text}</text>\n`;
}

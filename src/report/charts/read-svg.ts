import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { invariant } from '../../domain/invariant.js';
import type { Drawing, PathShape, Shape, TextShape } from '../drawing.js';

type Attributes = SaxesTagPlain['attributes'];

/** Where a group stands and what its shapes inherit. */
interface Place {
  readonly x: number;
  readonly y: number;
  readonly paint: Attributes;
}

/**
 * The shapes of an SVG as Vega writes it: groups that are moved, paths, lines and texts.
 *
 * What this does not know is a bug and thrown, so that nothing of a chart is ever left out silently; ids, classes and roles go.
 */
export function readSvg(svg: string): Drawing {
  const parser = new SaxesParser();
  const places: Place[] = [{ x: 0, y: 0, paint: {} }];
  const shapes: Shape[] = [];
  let size = { width: 0, height: 0 };
  let text: { attributes: Attributes; words: string } | null = null;
  const here = (): Place => places.at(-1) ?? { x: 0, y: 0, paint: {} };
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    if (name === 'svg') size = { width: number(attributes, 'width'), height: number(attributes, 'height') };
    else if (name === 'text') text = { attributes, words: '' };
    else if (name === 'path' || name === 'line') shapes.push(...pathShape(name, attributes, here()));
    else invariant(name === 'g', `a chart has an element ${name}, which cannot be drawn`);
    places.push(name === 'g' ? inner(here(), attributes) : here());
  });
  parser.on('text', (words) => {
    if (text !== null) text.words += words;
  });
  parser.on('closetag', ({ name }) => {
    places.pop();
    if (name !== 'text' || text === null) return;
    if (text.words !== '') shapes.push(textShape(text.words, text.attributes, here()));
    text = null;
  });
  parser.write(svg).close();
  return { ...size, shapes };
}

function inner(outer: Place, attributes: Attributes): Place {
  const { x, y } = moved(outer, attributes);
  return { x, y, paint: { ...outer.paint, ...attributes } };
}

const step = /(translate|rotate)\(([-\d.e]+)(?:,([-\d.e]+))?\)/g;

/** The place after the moves and turns of a transform; a move after a turn goes along the turned axes. */
function moved(from: Place, { transform = '' }: Attributes): { x: number; y: number; rotate: number } {
  invariant(
    transform.replace(step, '').trim() === '',
    `a chart has the transform ${transform}, which cannot be drawn`,
  );
  let { x, y } = from;
  let rotate = 0;
  for (const [, name, first, second] of transform.matchAll(step)) {
    const [right, down] = [Number(first), Number(second ?? 0)];
    const angle = (rotate * Math.PI) / 180;
    if (name === 'rotate') rotate += right;
    else {
      x += right * Math.cos(angle) - down * Math.sin(angle);
      y += right * Math.sin(angle) + down * Math.cos(angle);
    }
  }
  return { x: rounded(x), y: rounded(y), rotate };
}

function pathShape(name: 'path' | 'line', own: Attributes, place: Place): PathShape[] {
  const { x, y } = moved(place, own);
  const all: Attributes = { ...place.paint, ...own };
  const path = name === 'path' ? (own['d'] ?? '') : `M0,0L${number(own, 'x2')},${number(own, 'y2')}`;
  const fill = name === 'line' ? null : paintOf(all['fill']);
  const stroke = paintOf(all['stroke']);
  if ((fill === null && stroke === null) || all['opacity'] === '0' || path === '') return [];
  return [
    {
      path: path.replace(/-?\d+\.\d+(?:e-?\d+)?/g, (digits) => String(rounded(Number(digits)))),
      x,
      y,
      fill,
      stroke,
      strokeWidth: stroke === null ? 0 : Number(all['stroke-width'] ?? 1),
      dash: (all['stroke-dasharray'] ?? '').split(/[ ,]+/).filter(Boolean).map(Number),
      opacity: Number(all['opacity'] ?? 1),
    },
  ];
}

function textShape(text: string, own: Attributes, place: Place): TextShape {
  const all: Attributes = { ...place.paint, ...own };
  const anchor = all['text-anchor'] ?? 'start';
  invariant(
    anchor === 'start' || anchor === 'middle' || anchor === 'end',
    `a chart anchors text at ${anchor}`,
  );
  return {
    text,
    ...moved(place, own),
    size: Number((all['font-size'] ?? '11px').replace('px', '')),
    bold: all['font-weight'] === 'bold',
    fill: paintOf(all['fill']) ?? '#000000',
    anchor,
  };
}

function paintOf(paint: string | undefined): string | null {
  return paint === undefined || paint === 'none' || paint === 'transparent' ? null : paint;
}

function number(attributes: Attributes, name: string): number {
  return Number(attributes[name] ?? 0);
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}

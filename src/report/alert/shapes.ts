import type { PathShape, TextShape } from '../drawing.js';

export const ink = {
  bid: '#1a5fa0',
  ask: '#a5480f',
  own: '#24507a',
  soft: '#57606a',
  line: '#d8dee4',
  wash: '#eef2f6',
};

type Place = readonly [x: number, y: number];

const plain = { fill: null, stroke: null, strokeWidth: 0, dash: [], opacity: 1 } as const;

export function lineOf(path: string, stroke: string, more: Partial<PathShape> = {}): PathShape {
  return { ...plain, path, stroke, strokeWidth: 1, ...more };
}

export function areaOf(path: string, fill: string, more: Partial<PathShape> = {}): PathShape {
  return { ...plain, path, fill, ...more };
}

export function boxOf([x, y]: Place, [width, height]: Place, fill: string): PathShape {
  return areaOf(`M${round(x)} ${round(y)}h${round(width)}v${round(height)}h${round(-width)}z`, fill);
}

export function dotOf([x, y]: Place, radius: number, fill: string): PathShape {
  return areaOf(
    `M${round(x - radius)} ${round(y)}a${radius} ${radius} 0 1 0 ${2 * radius} 0a${radius} ${radius} 0 1 0 ${-2 * radius} 0`,
    fill,
  );
}

export function crossOf([x, y]: Place, stroke: string): PathShape {
  return lineOf(`M${round(x - 4)} ${round(y - 4)}l8 8m0 -8l-8 8`, stroke, { strokeWidth: 1.8 });
}

export function diamondOf([x, y]: Place, fill: string): PathShape {
  return areaOf(`M${round(x)} ${round(y - 5)}l5 5l-5 5l-5 -5z`, fill);
}

export function textOf(text: string, [x, y]: Place, more: Partial<TextShape> = {}): TextShape {
  return {
    text,
    x: round(x),
    y: round(y),
    size: 12,
    bold: false,
    fill: ink.soft,
    anchor: 'start',
    rotate: 0,
    ...more,
  };
}

/** For the eye, which sees no tenth of a point. */
export function round(value: number): number {
  return Math.round(value * 10) / 10;
}

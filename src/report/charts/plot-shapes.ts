import type { PlotSeries } from './chart.js';

/** Outlines within a square from -1 to 1, filled, so that all take one colour. */
const drawn = {
  bar: 'M-0.4,-1H0.4V1H-0.4Z',
  cross: 'M-1,-0.65L-0.65,-1L0,-0.35L0.65,-1L1,-0.65L0.35,0L1,0.65L0.65,1L0,0.35L-0.65,1L-1,0.65L-0.35,0Z',
  dot: 'M-0.4,0A0.4,0.4,0,1,0,0.4,0A0.4,0.4,0,1,0,-0.4,0Z',
} as const;

const inOrder = [
  'circle',
  'triangle-up',
  'square',
  'diamond',
  'cross',
  'triangle-down',
  'triangle-right',
  'triangle-left',
];

/** The shape of a kind of marks as Vega names or draws it. */
export function plotShape({ shape }: PlotSeries, at: number): string {
  if (shape === undefined) return inOrder[at % inOrder.length] ?? 'circle';
  return shape === 'bar' || shape === 'cross' || shape === 'dot' ? drawn[shape] : shape;
}

import type { Legend } from 'vega';
import type { PlotChart } from './chart.js';
import { legendLook } from './chart-look.js';

/** Closer than elsewhere, because there are up to three beside each other. */
const look = { ...legendLook, columnPadding: 11 };
const dashes = [[], [5, 3], [1.5, 2.5], [8, 3, 2, 3]];

/** The dashes of a line, so that lines are told apart without colour. */
export function dashOf(at: number): number[] {
  return dashes[at % dashes.length] ?? [];
}

/** Legends of shapes, of lines and of what colours say, of what there is. */
export function plotLegends({ series, groups = [], steps = [] }: PlotChart): Legend[] {
  const labelled = (scale: string): Pick<Legend, 'encode'> => ({
    encode: { labels: { update: { text: { scale, field: 'value' } } } },
  });
  const shapes: Legend = {
    ...{ ...look, shape: 'shape', fill: 'seriesColour', symbolStrokeWidth: 0 },
    ...labelled('seriesName'),
  };
  const lines: Legend = {
    ...{ ...look, strokeDash: 'dash', stroke: 'stepColour', symbolType: 'stroke', symbolSize: 150 },
    ...labelled('stepName'),
  };
  const colours: Legend = {
    ...{ ...look, fill: 'groupColour', symbolType: 'square', symbolOpacity: 0.55 },
    ...labelled('groupName'),
  };
  return [
    ...(series.length === 0 ? [] : [shapes]),
    ...(steps.length === 0 ? [] : [lines]),
    ...(groups.length === 0 ? [] : [colours]),
  ];
}

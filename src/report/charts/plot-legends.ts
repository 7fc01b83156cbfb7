import type { Legend } from 'vega';
import type { PlotChart } from './chart.js';
import { legendLook } from './chart-look.js';

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
    ...{ ...legendLook, shape: 'shape', fill: 'seriesColour', symbolStrokeWidth: 0 },
    ...labelled('seriesName'),
  };
  const lines: Legend = {
    ...{ ...legendLook, strokeDash: 'dash', stroke: 'stepColour', symbolType: 'stroke', symbolSize: 300 },
    ...labelled('stepName'),
  };
  const colours: Legend = {
    ...{ ...legendLook, fill: 'groupColour', symbolType: 'square', symbolOpacity: 0.55 },
    ...labelled('groupName'),
  };
  return [
    ...(series.length === 0 ? [] : [shapes]),
    ...(steps.length === 0 ? [] : [lines]),
    ...(groups.length === 0 ? [] : [colours]),
  ];
}

import type { Drawing } from '../drawing.js';
import { barSpec } from './bar-spec.js';
import type { Chart } from './chart.js';
import { plotSpec } from './plot-spec.js';
import { readSvg } from './read-svg.js';

/** Draws a chart with Vega, which is loaded with the first; the same chart gives the same shapes, in any process. */
export async function drawChart(chart: Chart): Promise<Drawing> {
  const { parse, View } = await import('vega');
  const spec = chart.kind === 'bars' ? barSpec(chart) : plotSpec(chart);
  const view = new View(parse(spec), { renderer: 'none' });
  try {
    return readSvg(await view.toSVG());
  } finally {
    view.finalize();
  }
}

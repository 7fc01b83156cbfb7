import type { Spec } from 'vega';
import type { Drawing } from '../drawing.js';
import { barSpec } from './bar-spec.js';
import type { Chart } from './chart.js';
import { panelSpec } from './panel-spec.js';
import { plotSpec } from './plot-spec.js';
import { readSvg } from './read-svg.js';

/** Loads what draws while something else is awaited. What fails here fails again, and is told, when a chart is drawn. */
export function beginToLoadCharts(): void {
  import('vega').catch(() => undefined);
}

/** Draws a chart with Vega, which is loaded with the first; the same chart gives the same shapes, in any process. */
export async function drawChart(chart: Chart): Promise<Drawing> {
  const { parse, View } = await import('vega');
  const view = new View(parse(specOf(chart)), { renderer: 'none' });
  try {
    return readSvg(await view.toSVG());
  } finally {
    view.finalize();
  }
}

function specOf(chart: Chart): Spec {
  switch (chart.kind) {
    case 'bars':
      return barSpec(chart);
    case 'panels':
      return panelSpec(chart);
    case 'plot':
      return plotSpec(chart);
  }
}

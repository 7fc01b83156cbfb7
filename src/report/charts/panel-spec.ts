import type { GroupMark, Spec } from 'vega';
import { palette } from '../palette.js';
import { visibleText } from '../visible-text.js';
import { barSpec } from './bar-spec.js';
import type { Panel, PanelChart } from './chart.js';
import { coloursOf, labelsOf, legendLook } from './chart-look.js';

const inRow = 3;
const room = { width: 285, thickness: 16 };

/** The specification of small charts of bars for Vega, three in a row, with one legend above them all. */
export function panelSpec({ panels, series, colours }: PanelChart): Spec {
  const sums = panels.flatMap(({ categories }) =>
    categories.map(({ values }) => values.reduce((total: number, value) => total + (value ?? 0), 0)),
  );
  const whole = Math.max(1e-9, ...sums);
  return {
    padding: 4,
    layout: { columns: inRow, padding: { row: 24, column: 18 }, bounds: 'full', align: 'each' },
    scales: [
      coloursOf(series.length, colours),
      labelsOf(
        'name',
        series.map((label, at) => ({ at, label })),
      ),
    ],
    legends: [
      {
        ...legendLook,
        ...{ fill: 'colour', symbolType: 'square' },
        encode: { labels: { update: { text: { scale: 'name', field: 'value' } } } },
      },
    ],
    marks: panels.map((panel) => panelMark(panel, { series, colours, whole })),
  };
}

function panelMark(
  { title, subtitle, categories }: Panel,
  shared: { series: readonly string[]; colours: readonly string[]; whole: number },
): GroupMark {
  const spec = barSpec(
    { kind: 'bars', direction: 'across', arrangement: 'stacked', measure: '', categories, ...shared },
    room,
  );
  const { width, height, data = [], scales = [], axes = [], marks = [] } = spec;
  return {
    type: 'group',
    title: {
      ...{ text: visibleText(title), subtitle: visibleText(subtitle), anchor: 'start', frame: 'bounds' },
      ...{ color: palette.ink, fontSize: 12, subtitleColor: palette.soft, subtitleFontSize: 11, offset: 6 },
    },
    signals: [
      { name: 'width', value: width },
      { name: 'height', value: height },
    ],
    encode: { update: { width: { signal: 'width' }, height: { signal: 'height' } } },
    ...{ data, scales, axes, marks },
  };
}

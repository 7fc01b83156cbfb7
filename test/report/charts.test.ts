import { expect, test } from 'vitest';
import type { BarChart, PlotChart } from '../../src/report/charts/chart.js';
import { drawChart } from '../../src/report/charts/draw-chart.js';
import { placePlot } from '../../src/report/charts/place-plot.js';
import { hostileText } from './sample-documents.js';

const bars: BarChart = {
  kind: 'bars',
  direction: 'across',
  arrangement: 'stacked',
  series: ['high', 'low'],
  measure: 'alerts',
  categories: [
    { label: 'layering', values: [3, 1], notes: ['4: 3 high, 1 low'] },
    { label: hostileText, values: [0, 0], notes: ['0'] },
  ],
};

const plot: PlotChart = {
  kind: 'plot',
  height: 200,
  x: { title: 'time', ticks: [{ at: 0n, label: '09:31:07.000000001' }] },
  y: { title: 'price', ticks: [{ at: 10n ** 18n, label: '1.00000001' }] },
  series: [{ name: 'new' }, { name: 'fill' }],
  marks: [
    { series: 0, x: 0n, y: 10n ** 18n },
    { series: 1, x: 7n, y: null },
  ],
  foot: 'no price',
  steps: [
    {
      name: 'best bid',
      points: [
        { x: 0n, y: 10n ** 18n },
        { x: 7n, y: 2n * 10n ** 18n },
      ],
    },
  ],
  spans: [{ from: 0n, to: 7n, y: 10n ** 18n, weight: 1 }],
};

async function textsOf(chart: BarChart | PlotChart): Promise<string[]> {
  return (await drawChart(chart)).shapes.flatMap((shape) => ('text' in shape ? [shape.text] : []));
}

test('the same chart gives the same shapes again, also after others were drawn', async () => {
  const first = await drawChart(plot);
  await drawChart(bars);
  expect(await drawChart(structuredClone(plot))).toEqual(first);
});

test('labels are printed as they were given, to the last digit', async () => {
  expect(await textsOf(plot)).toEqual(
    expect.arrayContaining(['09:31:07.000000001', '1.00000001', 'no price', 'best bid', 'new', 'fill']),
  );
});

test('names of series, categories and notes are printed, hostile ones with what hides written out', async () => {
  const texts = await textsOf(bars);
  expect(texts).toEqual(expect.arrayContaining(['layering', 'high', 'low', '4: 3 high, 1 low', '0']));
  expect(texts.join('')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  expect(texts.join('')).toContain('<script>');
});

test('a stacked bar begins where the one before ends, and is as long as its share of the longest', async () => {
  const { shapes } = await drawChart(bars);
  const starts = shapes.flatMap((shape) =>
    'path' in shape && ['#173a5e', '#b3541e'].includes(shape.fill ?? '') && /h/i.test(shape.path)
      ? [/^M([\d.]+),[\d.]+h([\d.]+)/.exec(shape.path)?.slice(1).map(Number)]
      : [],
  );
  const [high, low] = starts.filter((start) => start !== undefined);
  expect(high?.[1]).toBeCloseTo(3 * (low?.[1] ?? 0), 0);
  expect(low?.[0]).toBeCloseTo((high?.[0] ?? 0) + (high?.[1] ?? 0), 1);
});

test('a mark in a pause that is cut out is not drawn, and a line goes on behind it at its height', () => {
  const parts = [
    { from: 0n, to: 10n, left: 0, right: 0.4 },
    { from: 90n, to: 100n, left: 0.6, right: 1 },
  ];
  const { marks, lines, spans } = placePlot({
    ...plot,
    x: { ...plot.x, parts },
    marks: [0n, 50n, 90n, 100n].map((x) => ({ series: 0, x, y: 10n ** 18n })),
    steps: [{ name: 'best bid', points: [{ x: 5n, y: 10n ** 18n }] }],
    spans: [{ from: 5n, to: 95n, y: 10n ** 18n, weight: 1 }],
  });
  expect(marks.map(({ x }) => x)).toEqual([0, 0.6, 1]);
  expect(lines.map(({ points }) => points.map(({ x }) => x))).toEqual([
    [0.2, 0.4],
    [0.6, 1],
  ]);
  expect(spans.map(({ x, x2 }) => [x, x2])).toEqual([
    [0.2, 0.4],
    [0.6, 0.8],
  ]);
});

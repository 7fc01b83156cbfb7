import type { Axis, Legend, Mark, Scale, Spec } from 'vega';
import { palette } from '../palette.js';
import type { PlotAxis, PlotChart } from './chart.js';
import { axisLook, chartWidth, coloursOf, labelsOf, legendLook } from './chart-look.js';
import { rangeOf, shareOf } from './share-of.js';

const shapes = [
  'circle',
  'triangle-up',
  'square',
  'diamond',
  'cross',
  'triangle-down',
  'triangle-right',
  'triangle-left',
];
const dashes = [[], [5, 3], [1.5, 2.5], [8, 3, 2, 3]];
const foot = -0.09;

/** The specification of marks, step lines and spans for Vega. Exact values become shares of the axes, for the eye alone. */
export function plotSpec(chart: PlotChart): Spec {
  const { height, series, steps = [], x, y } = chart;
  const xs = rangeOf([...pointsOf(chart).map((point) => point.x), ...x.ticks.map(({ at }) => at)]) ?? [
    0n,
    0n,
  ];
  const known = pointsOf(chart).flatMap((point) => (point.y === null ? [] : [point.y]));
  const ys = rangeOf([...known, ...y.ticks.map(({ at }) => at)]) ?? [0n, 0n];
  const place = { xs, ys };
  const low = chart.foot === undefined ? 0 : foot;
  return {
    padding: 4,
    width: chartWidth - 110,
    height,
    data: [
      { name: 'marks', values: chart.marks.map((mark) => ({ series: mark.series, ...placed(mark, place) })) },
      {
        name: 'spans',
        values: (chart.spans ?? []).map((span) => ({
          ...placed({ x: span.from, y: span.y }, place),
          to: shareOf(span.to, xs),
        })),
      },
      ...steps.map(({ points }, at) => ({
        name: `step${at}`,
        values: points.map((point) => placed(point, place)),
      })),
    ],
    scales: [
      { name: 'x', type: 'linear', domain: [0, 1], range: 'width' },
      { name: 'y', type: 'linear', domain: [low, 1], range: 'height' },
      ...seriesScales(chart),
      labelsOf('xLabel', ticksOf(x, xs)),
      labelsOf('yLabel', ticksOf(y, ys, chart.foot)),
    ],
    axes: [
      axisOf({ orient: 'bottom', scale: 'x', title: x.title }, ticksOf(x, xs)),
      axisOf({ orient: 'left', scale: 'y', title: y.title }, ticksOf(y, ys, chart.foot)),
    ],
    legends: [...(series.length === 0 ? [] : [markLegend]), ...(steps.length === 0 ? [] : [stepLegend])],
    marks: [spanMark, ...steps.map((_, at) => stepMark(at)), pointMark],
  };
}

function pointsOf({ marks, steps = [], spans = [] }: PlotChart): { x: bigint; y: bigint | null }[] {
  return [
    ...marks,
    ...steps.flatMap(({ points }) => points),
    ...spans.flatMap(({ from, to, y }) => [
      { x: from, y },
      { x: to, y },
    ]),
  ];
}

interface Ranges {
  xs: readonly [bigint, bigint];
  ys: readonly [bigint, bigint];
}

function placed({ x, y }: { x: bigint; y: bigint | null }, { xs, ys }: Ranges): { x: number; y: number } {
  return { x: shareOf(x, xs), y: y === null ? foot : shareOf(y, ys) };
}

function ticksOf(
  { ticks }: PlotAxis,
  range: readonly [bigint, bigint],
  footLabel?: string,
): { at: number; label: string }[] {
  const told = ticks.map(({ at, label }) => ({ at: shareOf(at, range), label }));
  return footLabel === undefined ? told : [{ at: foot, label: footLabel }, ...told];
}

function axisOf(axis: Pick<Axis, 'orient' | 'scale' | 'title'>, ticks: readonly { at: number }[]): Axis {
  return {
    ...axisLook,
    ...axis,
    grid: true,
    labelOverlap: axis.orient === 'bottom' ? 'greedy' : false,
    values: ticks.map(({ at }) => at),
    encode: { labels: { update: { text: { scale: `${axis.scale}Label`, field: 'value' } } } },
  };
}

function seriesScales({ series, steps = [] }: PlotChart): Scale[] {
  const at = series.map((_, index) => index);
  const lines = steps.map((_, index) => index);
  return [
    coloursOf(Math.max(series.length, 1)),
    {
      name: 'shape',
      type: 'ordinal',
      domain: at,
      range: at.map((index) => shapes[index % shapes.length] ?? 'circle'),
    },
    labelsOf(
      'name',
      series.map((label, index) => ({ at: index, label })),
    ),
    { name: 'dash', type: 'ordinal', domain: lines, range: lines.map(dashOf) },
    labelsOf(
      'line',
      steps.map(({ name }, index) => ({ at: index, label: name })),
    ),
  ];
}

function dashOf(at: number): number[] {
  return dashes[at % dashes.length] ?? [];
}

const markLegend: Legend = {
  ...legendLook,
  shape: 'shape',
  fill: 'colour',
  encode: { labels: { update: { text: { scale: 'name', field: 'value' } } } },
};

const stepLegend: Legend = {
  ...legendLook,
  strokeDash: 'dash',
  symbolType: 'stroke',
  symbolStrokeColor: palette.ink,
  symbolSize: 300,
  encode: { labels: { update: { text: { scale: 'line', field: 'value' } } } },
};

const spanMark: Mark = {
  type: 'rule',
  from: { data: 'spans' },
  encode: {
    update: {
      x: { scale: 'x', field: 'x' },
      x2: { scale: 'x', field: 'to' },
      y: { scale: 'y', field: 'y' },
      stroke: { value: palette.soft },
      strokeWidth: { value: 1 },
    },
  },
};

function stepMark(at: number): Mark {
  return {
    type: 'line',
    from: { data: `step${at}` },
    encode: {
      update: {
        x: { scale: 'x', field: 'x' },
        y: { scale: 'y', field: 'y' },
        interpolate: { value: 'step-after' },
        stroke: { value: palette.ink },
        strokeWidth: { value: 1.25 },
        strokeDash: { value: dashOf(at) },
      },
    },
  };
}

const pointMark: Mark = {
  type: 'symbol',
  from: { data: 'marks' },
  encode: {
    update: {
      x: { scale: 'x', field: 'x' },
      y: { scale: 'y', field: 'y' },
      size: { value: 55 },
      shape: { scale: 'shape', field: 'series' },
      fill: { scale: 'colour', field: 'series' },
      stroke: { value: palette.paper },
      strokeWidth: { value: 0.6 },
    },
  },
};

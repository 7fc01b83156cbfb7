import type { Axis, Data, Mark, Scale, Spec } from 'vega';
import { palette } from '../palette.js';
import type { PlotAxis, PlotChart, PlotTick } from './chart.js';
import { axisLook, characterWidth, chartWidth, labelsOf } from './chart-look.js';
import { placeOnAxis } from './place-on-axis.js';
import { colourOf, foot, type PlacedPlot, placePlot } from './place-plot.js';
import { dashOf, plotLegends } from './plot-legends.js';
import { plotShape } from './plot-shapes.js';

interface Tick {
  readonly at: number;
  readonly label: string;
  readonly align?: PlotTick['align'];
}

/** The specification of marks, step lines and spans for Vega. Exact values become shares of the axes, for the eye alone. */
export function plotSpec(chart: PlotChart): Spec {
  const { height, x, y } = chart;
  const placed = placePlot(chart);
  const xTicks = x.ticks.flatMap(({ at, ...tick }) => {
    const place = placeOnAxis(placed.parts, at);
    return place === null ? [] : [{ at: place, ...tick }];
  });
  const yTicks = [
    ...(chart.foot === undefined ? [] : [{ at: foot, label: chart.foot }]),
    ...y.ticks.map(({ at, label }) => ({ at: placed.y(at), label })),
  ];
  return {
    padding: 4,
    width: chartWidth - 60 - characterWidth * Math.max(...yTicks.map(({ label }) => label.length), 4),
    height,
    data: dataOf(placed, yTicks),
    scales: [
      { name: 'x', type: 'linear', domain: [0, 1], range: 'width' },
      { name: 'y', type: 'linear', domain: [chart.foot === undefined ? 0 : foot, 1], range: 'height' },
      ...seriesScales(chart),
      labelsOf('xLabel', xTicks),
      labelsOf('yLabel', yTicks),
      alignments(xTicks),
    ],
    axes: [axisOf('bottom', x, xTicks), axisOf('left', y, yTicks)],
    legends: plotLegends(chart),
    marks: [
      partMark,
      ruleMark,
      spanMark,
      ...placed.lines.map(({ step }, at) => lineMark(chart, step, at)),
      pointMark,
    ],
  };
}

function dataOf({ parts, marks, spans, lines }: PlacedPlot, ticks: readonly Tick[]): Data[] {
  const ends = parts.map(({ left, right }) => ({ left, right }));
  const ruled = ticks.filter(({ label }) => label !== '');
  return [
    { name: 'parts', values: ends },
    { name: 'rules', values: ends.flatMap((part) => ruled.map(({ at }) => ({ ...part, at }))) },
    { name: 'marks', values: [...marks] },
    { name: 'spans', values: [...spans] },
    ...lines.map(({ points }, at) => ({ name: `line${at}`, values: [...points] })),
  ];
}

function axisOf(orient: 'bottom' | 'left', { title }: PlotAxis, ticks: readonly Tick[]): Axis {
  const bottom = orient === 'bottom';
  return {
    ...axisLook,
    ...{ orient, title, scale: bottom ? 'x' : 'y', zindex: 0 },
    domain: false,
    labelOverlap: bottom ? 'greedy' : false,
    values: ticks.map(({ at }) => at),
    encode: {
      labels: {
        update: {
          text: { scale: bottom ? 'xLabel' : 'yLabel', field: 'value' },
          ...(bottom ? { align: { scale: 'xAlign', field: 'value' } } : {}),
        },
      },
    },
  };
}

function alignments(ticks: readonly Tick[]): Scale {
  const range = ticks.map(({ align = 'center' }) => align);
  return { name: 'xAlign', type: 'ordinal', domain: ticks.map(({ at }) => at), range };
}

function seriesScales(chart: PlotChart): Scale[] {
  const { series, groups = [], steps = [] } = chart;
  const scale = (name: string, range: readonly (string | number[])[]): Scale => ({
    ...{ name, type: 'ordinal', domain: range.map((_, at) => at), range: [...range] },
  });
  const names = (name: string, all: readonly { name: string }[]): Scale =>
    labelsOf(
      name,
      all.map((one, at) => ({ at, label: one.name })),
    );
  return [
    scale('shape', series.map(plotShape)),
    scale(
      'seriesColour',
      series.map((_, at) => colourOf(chart, undefined, at)),
    ),
    names('seriesName', series),
    scale(
      'groupColour',
      groups.map(({ colour }) => colour),
    ),
    names('groupName', groups),
    scale(
      'dash',
      steps.map((_, at) => dashOf(at)),
    ),
    scale(
      'stepColour',
      steps.map(({ group }) => colourOf(chart, group)),
    ),
    names('stepName', steps),
  ];
}

const partMark: Mark = {
  type: 'rect',
  from: { data: 'parts' },
  encode: {
    update: {
      ...{ x: { scale: 'x', field: 'left' }, x2: { scale: 'x', field: 'right' } },
      ...{ y: { value: 0 }, y2: { field: { group: 'height' } }, fill: { value: palette.wash } },
    },
  },
};

/** A line at each tick of the upright axis, broken off where a pause is cut out. */
const ruleMark: Mark = {
  type: 'rule',
  from: { data: 'rules' },
  encode: {
    update: {
      ...{
        x: { scale: 'x', field: 'left' },
        x2: { scale: 'x', field: 'right' },
        y: { scale: 'y', field: 'at' },
      },
      stroke: { value: palette.line },
    },
  },
};

const spanMark: Mark = {
  type: 'rule',
  from: { data: 'spans' },
  encode: {
    update: {
      ...{ x: { scale: 'x', field: 'x' }, x2: { scale: 'x', field: 'x2' }, y: { scale: 'y', field: 'y' } },
      ...{ stroke: { field: 'colour' }, strokeWidth: { field: 'thick' }, opacity: { value: 0.35 } },
    },
  },
};

function lineMark(chart: PlotChart, step: number, at: number): Mark {
  return {
    type: 'line',
    from: { data: `line${at}` },
    encode: {
      update: {
        ...{ x: { scale: 'x', field: 'x' }, y: { scale: 'y', field: 'y' }, defined: { field: 'known' } },
        interpolate: { value: 'step-after' },
        stroke: { value: colourOf(chart, chart.steps?.[step]?.group) },
        strokeWidth: { value: 1.25 },
        strokeDash: { value: dashOf(step) },
      },
    },
  };
}

const pointMark: Mark = {
  type: 'symbol',
  from: { data: 'marks' },
  encode: {
    update: {
      ...{ x: { scale: 'x', field: 'x' }, y: { scale: 'y', field: 'y' }, size: { value: 75 } },
      ...{ shape: { scale: 'shape', field: 'series' }, fill: { field: 'colour' } },
      ...{ stroke: { value: palette.paper }, strokeWidth: { value: 0.6 } },
    },
  },
};

import type { Axis, Legend, Scale, Spec } from 'vega';
import { palette } from '../palette.js';
import { cutText, visibleText } from '../visible-text.js';
import type { BarChart } from './chart.js';
import { axisLook, chartWidth, coloursOf, labelsOf, legendLook } from './chart-look.js';

const longestLabel = 44;
const characterWidth = 6.6;
const upHeight = 200;
const mostLabelsUp = 16;
const gap = 0.12;

/** The specification of bars for Vega. A category is one unit long on its axis, with its label in the middle. */
export function barSpec(chart: BarChart): Spec {
  const across = chart.direction === 'across';
  const { categories, series } = chart;
  const thickness = chart.arrangement === 'beside' ? 13 * series.length + 8 : 24;
  return {
    padding: 4,
    width: across ? acrossWidth(chart) : chartWidth - 60,
    height: across ? categories.length * thickness : upHeight,
    data: [{ name: 'bars', values: barsOf(chart) }],
    scales: [
      ...scalesOf(chart),
      { name: 'length', type: 'linear', domain: [0, longest(chart)], range: across ? 'width' : 'height' },
      { name: 'place', type: 'linear', domain: [0, categories.length], range: across ? 'height' : 'width', reverse: across },
    ],
    axes: [...(across ? [] : [lengthAxis(chart)]), placeAxis(chart)],
    legends: series.length < 2 ? [] : [legend],
    marks: [
      {
        type: 'rect',
        from: { data: 'bars' },
        encode: {
          update: {
            [across ? 'x' : 'y']: { scale: 'length', field: 'from' },
            [across ? 'x2' : 'y2']: { scale: 'length', field: 'to' },
            [across ? 'y' : 'x']: { scale: 'place', field: 'near' },
            [across ? 'y2' : 'x2']: { scale: 'place', field: 'far' },
            fill: { scale: 'colour', field: 'series' },
            stroke: { value: palette.paper },
            strokeWidth: { value: 0.75 },
          },
        },
      },
      {
        type: 'text',
        from: { data: 'bars' },
        encode: {
          update: {
            [across ? 'x' : 'y']: { scale: 'length', field: 'to', offset: across ? 5 : -4 },
            [across ? 'y' : 'x']: { scale: 'place', field: 'middle' },
            align: { value: across ? 'left' : 'center' },
            baseline: { value: across ? 'middle' : 'alphabetic' },
            text: { field: 'note' },
            fontSize: { value: 11 },
            fill: { value: palette.ink },
          },
        },
      },
    ],
  };
}

const legend: Legend = {
  ...legendLook,
  fill: 'colour',
  symbolType: 'square',
  encode: { labels: { update: { text: { scale: 'name', field: 'value' } } } },
};

interface Bar {
  series: number;
  from: number;
  to: number;
  near: number;
  middle: number;
  far: number;
  note: string;
}

/** One bar per value, placed along both axes; the note of stacked bars stands at the last that has a length. */
function barsOf({ arrangement, categories, series }: BarChart): Bar[] {
  const beside = arrangement === 'beside';
  const thick = (1 - 2 * gap) / (beside ? series.length : 1);
  return categories.flatMap(({ values, notes }, category) => {
    let end = 0;
    const last = Math.max(
      values.findLastIndex((value) => value !== null && value !== 0),
      0,
    );
    return values.flatMap((value, at): Bar[] => {
      if (value === null) return [];
      const from = beside ? 0 : end;
      end = from + value;
      const near = category + gap + (beside ? at * thick : 0);
      const note = beside ? notes[at] : at === last ? notes[0] : '';
      const place = { near, middle: near + thick / 2, far: near + thick };
      return [{ series: at, from, to: end, ...place, note: visibleText(note ?? '') }];
    });
  });
}

function scalesOf({ series, categories }: BarChart): Scale[] {
  const labels = categories.map(({ label }) => visibleText(cutText(label, longestLabel)));
  return [
    coloursOf(series.length),
    labelsOf('name', series.map((name, at) => ({ at, label: name }))),
    labelsOf('label', labels.map((label, at) => ({ at: at + 0.5, label }))),
  ];
}

function placeAxis({ direction, categories }: BarChart): Axis {
  const across = direction === 'across';
  const every = across ? 1 : Math.ceil(categories.length / mostLabelsUp);
  return {
    ...axisLook,
    orient: across ? 'left' : 'bottom',
    scale: 'place',
    ticks: false,
    labelPadding: 6,
    domainColor: palette.soft,
    values: categories.map((_, at) => at + 0.5).filter((_, at) => at % every === 0),
    encode: { labels: { update: { text: { scale: 'label', field: 'value' } } } },
  };
}

function lengthAxis({ measure }: BarChart): Axis {
  return { ...axisLook, orient: 'left', scale: 'length', grid: true, tickCount: 4, title: visibleText(measure) };
}

function longest(chart: BarChart): number {
  return chart.whole ?? Math.max(1e-9, ...barsOf(chart).map(({ to }) => to));
}

/** What labels and notes leave of the width. */
function acrossWidth({ categories }: BarChart): number {
  const labels = Math.max(...categories.map(({ label }) => Math.min(label.length, longestLabel)), 1);
  const notes = Math.max(...categories.flatMap((one) => one.notes.map((note) => note.length)), 1);
  return Math.max(200, chartWidth - (labels + notes) * characterWidth - 30);
}

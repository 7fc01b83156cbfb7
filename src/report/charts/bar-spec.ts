import type { Axis, Legend, Mark, Scale, Spec } from 'vega';
import { palette } from '../palette.js';
import { cutText, visibleText } from '../visible-text.js';
import type { BarCategory, BarChart } from './chart.js';
import { axisLook, characterWidth, chartWidth, coloursOf, labelsOf, legendLook } from './chart-look.js';

const longestLabel = 44;
const upHeight = 200;
const mostLabelsUp = 16;
const gap = 0.12;

const channels = {
  across: { from: 'x', to: 'x2', near: 'y', far: 'y2', length: 'width', place: 'height' },
  up: { from: 'y', to: 'y2', near: 'x', far: 'x2', length: 'height', place: 'width' },
} as const;

const noteLook = {
  across: { offset: 5, align: 'left', baseline: 'middle' },
  up: { offset: -4, align: 'center', baseline: 'alphabetic' },
} as const;

/** Width of the whole chart, and thickness of one stacked bar across with what is around it. */
export interface BarRoom {
  readonly width: number;
  readonly thickness: number;
}

/** The specification of bars for Vega. A category is one unit long on its axis, with its label in the middle. */
export function barSpec(chart: BarChart, room: BarRoom = { width: chartWidth, thickness: 24 }): Spec {
  const { categories, series, direction } = chart;
  const channel = channels[direction];
  const across = direction === 'across';
  return {
    padding: 4,
    ...sizeOf(chart, room),
    data: [{ name: 'bars', values: barsOf(chart) }],
    scales: [
      ...scalesOf(chart),
      { name: 'length', type: 'linear', domain: [0, longest(chart)], range: channel.length },
      {
        name: 'place',
        type: 'linear',
        domain: [0, categories.length],
        range: channel.place,
        reverse: across,
      },
    ],
    axes: [...(across ? [] : [lengthAxis(chart)]), placeAxis(chart)],
    legends: series.length < 2 ? [] : [legend],
    marks: [barMark(direction), noteMark(direction)],
  };
}

function sizeOf(chart: BarChart, room: BarRoom): { width: number; height: number } {
  const { direction, arrangement, categories, series } = chart;
  if (direction === 'up') return { width: room.width - 60, height: upHeight };
  const thickness = arrangement === 'beside' ? 13 * series.length + 8 : room.thickness;
  return { width: acrossWidth(chart, room), height: categories.length * thickness };
}

function barMark(direction: BarChart['direction']): Mark {
  const channel = channels[direction];
  return {
    type: 'rect',
    from: { data: 'bars' },
    encode: {
      update: {
        [channel.from]: { scale: 'length', field: 'from' },
        [channel.to]: { scale: 'length', field: 'to' },
        [channel.near]: { scale: 'place', field: 'near' },
        [channel.far]: { scale: 'place', field: 'far' },
        fill: { scale: 'colour', field: 'series' },
        stroke: { value: palette.paper },
        strokeWidth: { signal: 'datum.to > datum.from ? 0.75 : 0' },
      },
    },
  };
}

function noteMark(direction: BarChart['direction']): Mark {
  const channel = channels[direction];
  const { offset, align, baseline } = noteLook[direction];
  return {
    type: 'text',
    from: { data: 'bars' },
    encode: {
      update: {
        [channel.from]: { scale: 'length', field: 'to', offset },
        [channel.near]: { scale: 'place', field: 'middle' },
        align: { value: align },
        baseline: { value: baseline },
        text: { field: 'note' },
        fontSize: { value: 11 },
        fill: { value: palette.ink },
      },
    },
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

/** One bar per value, placed along both axes. */
function barsOf(chart: BarChart): Bar[] {
  return chart.categories.flatMap((category, at) =>
    chart.arrangement === 'beside'
      ? besideBars(category, at, chart.series.length)
      : stackedBars(category, at),
  );
}

function besideBars({ values, notes }: BarCategory, category: number, count: number): Bar[] {
  const thick = (1 - 2 * gap) / count;
  return values.flatMap((value, series): Bar[] => {
    if (value === null) return [];
    const near = category + gap + series * thick;
    const place = { near, middle: near + thick / 2, far: near + thick };
    return [{ series, from: 0, to: value, ...place, note: visibleText(notes[series] ?? '') }];
  });
}

/** Each begins where the one before ends; the note stands at the last that has a length. */
function stackedBars({ values, notes }: BarCategory, category: number): Bar[] {
  const place = { near: category + gap, middle: category + 0.5, far: category + 1 - gap };
  const last = Math.max(
    values.findLastIndex((value) => value !== null && value !== 0),
    0,
  );
  let end = 0;
  return values.map((value, series): Bar => {
    const from = end;
    end += value ?? 0;
    return { series, from, to: end, ...place, note: visibleText(series === last ? (notes[0] ?? '') : '') };
  });
}

function scalesOf({ series, categories, colours }: BarChart): Scale[] {
  const labels = categories.map(({ label }) => visibleText(cutText(label, longestLabel)));
  return [
    coloursOf(series.length, colours),
    labelsOf(
      'name',
      series.map((name, at) => ({ at, label: name })),
    ),
    labelsOf(
      'label',
      labels.map((label, at) => ({ at: at + 0.5, label })),
    ),
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
  return {
    ...axisLook,
    orient: 'left',
    scale: 'length',
    grid: true,
    tickCount: 4,
    tickMinStep: 1,
    format: ',d',
    title: visibleText(measure),
  };
}

function longest(chart: BarChart): number {
  return chart.whole ?? Math.max(1e-9, ...barsOf(chart).map(({ to }) => to));
}

/** What labels and notes leave of the width. */
function acrossWidth({ categories }: BarChart, { width }: BarRoom): number {
  const labels = Math.max(...categories.map(({ label }) => Math.min(label.length, longestLabel)), 1);
  const notes = Math.max(...categories.flatMap((one) => one.notes.map((note) => note.length)), 1);
  return Math.max(width / 5, width - (labels + notes) * characterWidth - 30);
}

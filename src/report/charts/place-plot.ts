import { palette, seriesColours } from '../palette.js';
import type { AxisPart, PlotChart, PlotSpan, StepLine } from './chart.js';
import { placeInPart, placeOnAxis } from './place-on-axis.js';
import { rangeOf, shareOf } from './share-of.js';

/** Where marks without a height stand, below the axis. */
export const foot = -0.09;

/** The marks of a plot as shares of its axes, for the eye alone; a part of a line or a bar for each part of the axis. */
export interface PlacedPlot {
  readonly parts: readonly AxisPart[];
  readonly y: (value: bigint) => number;
  readonly marks: readonly { x: number; y: number; series: number; colour: string }[];
  readonly spans: readonly { x: number; x2: number; y: number; thick: number; colour: string }[];
  readonly lines: readonly { step: number; points: readonly { x: number; y: number; known: boolean }[] }[];
}

export function placePlot(chart: PlotChart): PlacedPlot {
  const { marks, steps = [], spans = [], x } = chart;
  const parts = x.parts ?? [wholeAxis(chart)];
  const heights = [
    ...marks.map((mark) => mark.y),
    ...steps.flatMap(({ points }) => points.map((point) => point.y)),
    ...spans.map((span) => span.y),
    ...chart.y.ticks.map(({ at }) => at),
  ];
  const range = rangeOf(heights.filter((height) => height !== null)) ?? ([0n, 0n] as const);
  const toY = (value: bigint): number => shareOf(value, range);
  return {
    parts,
    y: toY,
    marks: marks.flatMap(({ series, group, x: at, y }) => {
      const place = placeOnAxis(parts, at);
      if (place === null) return [];
      return [{ series, x: place, y: y === null ? foot : toY(y), colour: colourOf(chart, group, series) }];
    }),
    spans: spans.flatMap((span) =>
      spanPieces(span, parts).map((piece) => ({
        ...piece,
        ...{ y: toY(span.y), thick: 2 + 6 * span.weight, colour: colourOf(chart, span.group) },
      })),
    ),
    lines: steps.flatMap((line, step) => parts.map((part) => ({ step, points: linePiece(line, part, toY) }))),
  };
}

function wholeAxis({ marks, steps = [], spans = [], x }: PlotChart): AxisPart {
  const times = [
    ...marks.map((mark) => mark.x),
    ...steps.flatMap(({ points }) => points.map((point) => point.x)),
    ...spans.flatMap(({ from, to }) => [from, to]),
    ...x.ticks.map(({ at }) => at),
  ];
  const [from, to] = rangeOf(times) ?? [0n, 0n];
  return { from, to, left: 0, right: 1 };
}

/** The colour of a group; without groups that of a series; of neither, that of neutral ink. */
export function colourOf({ groups }: PlotChart, group?: number, series?: number): string {
  if (group !== undefined) return groups?.[group]?.colour ?? palette.soft;
  if (groups !== undefined || series === undefined) return palette.soft;
  return seriesColours[series % seriesColours.length] ?? palette.soft;
}

function spanPieces({ from, to }: PlotSpan, parts: readonly AxisPart[]): { x: number; x2: number }[] {
  return parts
    .filter((part) => from <= part.to && to >= part.from)
    .map((part) => ({ x: placeInPart(part, from), x2: placeInPart(part, to) }));
}

/** What of a line is seen in a part: what is in force at its beginning, what comes in it, and on to its end. */
function linePiece({ points }: StepLine, part: AxisPart, toY: (value: bigint) => number) {
  const before = points.filter(({ x }) => x < part.from).at(-1);
  const inside = points.filter(({ x }) => x >= part.from && x <= part.to);
  const last = inside.at(-1) ?? before;
  const all = [
    ...(before === undefined ? [] : [{ x: part.from, y: before.y }]),
    ...inside,
    ...(last === undefined ? [] : [{ x: part.to, y: last.y }]),
  ];
  return all.map(({ x, y }) => ({
    x: placeInPart(part, x),
    y: y === null ? 0 : toY(y),
    known: y !== null,
  }));
}

import type { Axis, Legend, Scale } from 'vega';
import { palette, seriesColours } from '../palette.js';
import { visibleText } from '../visible-text.js';

/** Width that a chart is drawn for, in its own units. */
export const chartWidth = 900;

/** Width of a character of labels, rather more than less. */
export const characterWidth = 6.6;

/** How axes look in every chart. */
export const axisLook = {
  labelColor: palette.soft,
  labelFontSize: 11,
  labelLimit: 400,
  titleColor: palette.soft,
  titleFontSize: 11,
  titleFontWeight: 'normal',
  domainColor: palette.line,
  tickColor: palette.line,
  gridColor: palette.line,
} as const satisfies Partial<Axis>;

/** How legends look in every chart: in one line above it. */
export const legendLook = {
  orient: 'top',
  direction: 'horizontal',
  labelColor: palette.ink,
  labelFontSize: 11,
  labelLimit: 400,
  symbolSize: 70,
  columnPadding: 18,
} as const satisfies Partial<Legend>;

/** The scale of the colours of a chart's series, from their positions. */
export function coloursOf(count: number, colours: readonly string[] = seriesColours): Scale {
  const at = Array.from({ length: count }, (_, index) => index);
  const range = at.map((index) => colours[index % colours.length] ?? palette.ink);
  return { name: 'colour', type: 'ordinal', domain: at, range };
}

/** A scale from positions to the texts that are printed there, so that Vega formats nothing. */
export function labelsOf(name: string, labels: readonly { at: number; label: string }[]): Scale {
  return {
    name,
    type: 'ordinal',
    domain: labels.map(({ at }) => at),
    range: labels.map(({ label }) => visibleText(label)),
  };
}

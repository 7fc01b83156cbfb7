/** What a chart shows, apart from how it is drawn. Every text in it is printed as it stands; numbers only place marks. */
export type Chart = BarChart | PlotChart | PanelChart;

/** Bars of counts or shares by category: `across` the page one below the other, or `up` side by side, as over days. */
export interface BarChart {
  readonly kind: 'bars';
  readonly direction: 'across' | 'up';
  /** Series of a category on top of each other, or beside each other. */
  readonly arrangement: 'stacked' | 'beside';
  /** One to five. */
  readonly series: readonly string[];
  /** Their colours, where they have a meaning of their own; else those of the palette in order. */
  readonly colours?: readonly string[];
  /** In the order of the page; values by series, null where there is none. */
  readonly categories: readonly BarCategory[];
  /** What the length of a bar is, as a few words. */
  readonly measure: string;
  /** The longest bar there can be, such as 1 for shares; without it, the longest there is. */
  readonly whole?: number;
}

export interface BarCategory {
  readonly label: string;
  readonly values: readonly (number | null)[];
  /** What is written at the end of each bar; for stacked bars one, at the end of all. */
  readonly notes: readonly string[];
}

/** Small charts of bars across, three in a row, each under its title; their bars have one scale and one legend. */
export interface PanelChart {
  readonly kind: 'panels';
  readonly series: readonly string[];
  readonly colours: readonly string[];
  readonly panels: readonly Panel[];
}

export interface Panel {
  readonly title: string;
  readonly subtitle: string;
  readonly categories: readonly BarCategory[];
}

/** Marks, step lines and spans over time (left to right) against prices or lanes (bottom to top). */
export interface PlotChart {
  readonly kind: 'plot';
  readonly height: number;
  readonly x: PlotAxis & { readonly parts?: readonly AxisPart[] };
  readonly y: PlotAxis;
  /** Kinds of marks, which differ in shape. */
  readonly series: readonly PlotSeries[];
  /** What colours say, of marks, lines and spans; without it, marks have the colours of their series. */
  readonly groups?: readonly PlotGroup[];
  readonly marks: readonly PlotMark[];
  /** Lines that keep their value until the next point, as a best bid does; up to the end of the axis. */
  readonly steps?: readonly StepLine[];
  /** Bars from one time to another at one height, as the life of an order. */
  readonly spans?: readonly PlotSpan[];
  /** Label of the lane at the foot, for marks that have no height. */
  readonly foot?: string;
}

export interface PlotAxis {
  readonly title: string;
  readonly ticks: readonly PlotTick[];
}

export interface PlotTick {
  readonly at: bigint;
  readonly label: string;
  /** The side of the label that stands at the tick; without it, its middle. */
  readonly align?: 'left' | 'right';
}

/** A part of an axis from which pauses are cut: from one value to another, inclusive, and the shares of the room where it lies. */
export interface AxisPart {
  readonly from: bigint;
  readonly to: bigint;
  readonly left: number;
  readonly right: number;
}

export interface PlotSeries {
  readonly name: string;
  /** Without it, one of eight in the order of the series. */
  readonly shape?: 'bar' | 'diamond' | 'cross' | 'circle' | 'dot' | 'square';
}

export interface PlotGroup {
  readonly name: string;
  readonly colour: string;
}

export interface PlotMark {
  readonly series: number;
  readonly group?: number;
  readonly x: bigint;
  /** Null stands on the lane at the foot. */
  readonly y: bigint | null;
}

export interface StepLine {
  readonly name: string;
  readonly group?: number;
  /** In the order of time; null where the line is broken off. */
  readonly points: readonly { readonly x: bigint; readonly y: bigint | null }[];
}

export interface PlotSpan {
  readonly group?: number;
  readonly from: bigint;
  readonly to: bigint;
  readonly y: bigint;
  /** How thick it is, from 0 to 1. */
  readonly weight: number;
}

/** What a chart shows, apart from how it is drawn. Every text in it is printed as it stands; numbers only place marks. */
export type Chart = BarChart | PlotChart;

/** Bars of counts or shares by category: `across` the page one below the other, or `up` side by side, as over days. */
export interface BarChart {
  readonly kind: 'bars';
  readonly direction: 'across' | 'up';
  /** Series of a category on top of each other, or beside each other. */
  readonly arrangement: 'stacked' | 'beside';
  /** One to five. */
  readonly series: readonly string[];
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

/** Marks, step lines and spans over time (left to right) against prices or lanes (bottom to top). */
export interface PlotChart {
  readonly kind: 'plot';
  readonly height: number;
  readonly x: PlotAxis;
  readonly y: PlotAxis;
  /** Kinds of marks, in the order of the legend; the first eight differ in shape. */
  readonly series: readonly string[];
  readonly marks: readonly PlotMark[];
  /** Names and points of lines that keep their value until the next point, as a best bid does. */
  readonly steps?: readonly StepLine[];
  /** Lines from one time to another at one height, as the life of an order. */
  readonly spans?: readonly PlotSpan[];
  /** Label of the lane at the foot, for marks that have no height. */
  readonly foot?: string;
}

export interface PlotAxis {
  readonly title: string;
  readonly ticks: readonly { readonly at: bigint; readonly label: string }[];
}

export interface PlotMark {
  readonly series: number;
  readonly x: bigint;
  /** Null stands on the lane at the foot. */
  readonly y: bigint | null;
}

export interface StepLine {
  readonly name: string;
  readonly points: readonly { readonly x: bigint; readonly y: bigint }[];
}

export interface PlotSpan {
  readonly from: bigint;
  readonly to: bigint;
  readonly y: bigint;
}

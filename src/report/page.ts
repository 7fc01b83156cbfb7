import type { Chart } from './charts/chart.js';
import type { Drawing } from './drawing.js';

/** What a page says, apart from how it looks: the same page becomes HTML and PDF. Plain values; text may come from files. */
export interface Page {
  readonly title: string;
  readonly lead: Text;
  /** Stands before the first section: the verdict and whatever forbids to rely on it. */
  readonly opening: readonly Block[];
  readonly sections: readonly Section[];
  /** What is signed on paper, as labels of lines to write on; none for pages that nobody signs. */
  readonly signed?: readonly string[];
}

/** A heading of the second level and what stands below it. */
export interface Section {
  readonly title: string;
  readonly blocks: readonly Block[];
}

export type Block =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: Text }
  | { readonly kind: 'list'; readonly items: readonly Text[] }
  | { readonly kind: 'verdicts'; readonly verdicts: readonly VerdictCard[] }
  | { readonly kind: 'notice'; readonly state: State; readonly blocks: readonly Block[] }
  | { readonly kind: 'details'; readonly summary: string; readonly blocks: readonly Block[] }
  | Definitions
  | Table
  | Figure;

/** How a thing stands: to the reader a colour and a sign, never a colour alone. `plain` judges nothing. */
export type State = 'complete' | 'findings' | 'incomplete' | 'failed' | 'plain';

/** A run of text. A mark is a short judgement in the colour of its state; make it with `mark`, which puts the sign before it. */
export type Span =
  | string
  | { readonly code: string }
  | { readonly soft: string }
  | { readonly strong: string }
  | { readonly mark: string; readonly state: State };

export type Text = Span | readonly Span[];

/** The judgement on one area, as a card. */
export interface VerdictCard {
  readonly title: string;
  readonly state: State;
  readonly headline: string;
  readonly sentence: string;
}

/** Terms with their values. */
export interface Definitions {
  readonly kind: 'definitions';
  readonly items: readonly (readonly [term: string, value: Cell])[];
}

/** A table: every row has one cell per column. A table without rows is not worth a heading; say in a paragraph what is not there. */
export interface Table {
  readonly kind: 'table';
  readonly caption: Text;
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  /** The row of totals. */
  readonly total?: Row;
}

export interface Column {
  readonly title: string;
  readonly note?: string;
  /** `row`: its cells are the headers of their rows; `number`: figures, to the right, never broken; `time`: never broken. */
  readonly as?: 'row' | 'number' | 'time';
}

export type Row = readonly Cell[];

/** A cell: a text, or lines below each other. */
export type Cell = Text | Lines;

export interface Lines {
  readonly lines: readonly (Text | Small | Definitions)[];
}

/** A line of lesser weight. */
export interface Small {
  readonly small: Text;
}

/** A chart, what it shows in a sentence for those who do not see it, and its data as a table. */
export interface Figure {
  readonly kind: 'figure';
  readonly title: string;
  readonly description: string;
  /** A chart is drawn where the page is rendered. */
  readonly drawing: Drawing | Chart;
  readonly data: Table;
}

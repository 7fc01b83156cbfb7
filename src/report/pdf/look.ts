import type { Column, State } from '../page.js';
import { palette } from '../palette.js';

/** Of the page, in points: US Letter with room for a running head and a foot. */
export const sheetSize = { width: 612, height: 792, top: 60, bottom: 744, left: 38, right: 574 } as const;

/** Lines of text stand so many times their size apart, and their base line so far below their top. */
export const leading = { height: 1.34, baseline: 1.02 } as const;

/** Colours of states, as the style sheet of pages has them. */
export const stateColours: Readonly<Record<State, string>> = {
  complete: '#1a6334',
  findings: '#8a4b00',
  incomplete: '#5a3e9b',
  failed: '#a40e26',
  plain: palette.soft,
};

/** Which letters a text has; `code` stands smaller, because its letters are wider. */
export type Face = 'regular' | 'bold' | 'code';

/** How a text looks before its spans change that: size in points. */
export interface TextStyle {
  readonly face: Face;
  readonly size: number;
  readonly colour: string;
}

const { ink, soft } = palette;

/** The styles of a page, by what they are for. */
export const styles = {
  title: { face: 'bold', size: 19, colour: ink },
  section: { face: 'bold', size: 13, colour: ink },
  heading: { face: 'bold', size: 10.5, colour: ink },
  body: { face: 'regular', size: 9.5, colour: ink },
  lead: { face: 'regular', size: 9.5, colour: soft },
  caption: { face: 'regular', size: 8.5, colour: soft },
  cell: { face: 'regular', size: 8.5, colour: ink },
  area: { face: 'bold', size: 8, colour: soft },
  card: { face: 'regular', size: 8.5, colour: ink },
  running: { face: 'regular', size: 8, colour: soft },
} as const satisfies Record<string, TextStyle>;

/** The style of a line of lesser weight. */
export function smaller(style: TextStyle): TextStyle {
  return { face: 'regular', size: style.size * 0.88, colour: soft };
}

/** Sizes of letters in tables, in points: the first that fits is taken. */
export const cellSizes = { from: [8.5, 8.25, 8, 7.75, 7.5, 7.25, 7], least: 7 } as const;

/** The style of the cells of a column. */
export function rowStyle({ as }: Column, size: number): TextStyle {
  return { face: as === 'row' ? 'bold' : 'regular', size, colour: ink };
}

/** The style of the row of totals, of a column with this one. */
export function totalStyle(style: TextStyle): TextStyle {
  return { ...style, face: 'bold' };
}

/** The style of the titles of columns, over cells of this size. */
export function columnHeadStyle(size: number): TextStyle {
  return { face: 'bold', size: size * 0.94, colour: soft };
}

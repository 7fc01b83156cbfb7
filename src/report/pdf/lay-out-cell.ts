import type { Cell, Definitions, Text } from '../page.js';
import { breakLines, type Line } from './break-lines.js';
import { aboveEachOther, besideTerms, type Extent, extentOf, noExtent } from './extent.js';
import type { Letters } from './letters.js';
import { smaller, type TextStyle } from './look.js';
import { runsOf } from './runs-of.js';
import { widthOfWords, wordsOf } from './words-of.js';

/** How a cell is set. */
export interface CellLook {
  readonly letters: Letters;
  readonly style: TextStyle;
  /** Its lines are not broken at spaces. */
  readonly whole?: boolean;
}

/** Between a term and its value, in ems. */
const termGap = 0.9;
/** What is left for a value beside the longest term, in ems. */
const leastValue = 3.8;

/** What stands in a cell as lines of at most `width` points. */
export function layOutCell(cell: Cell, look: CellLook & { width: number }): Line[] {
  return linesOf(cell).flatMap((line) => {
    if (typeof line === 'object' && 'kind' in line) return layOutDefinitions(line, look);
    const { text, style } = styled(line, look.style);
    return breakLines(runsOf(text, { ...look, style }), look);
  });
}

/** How narrow and how wide a cell can stand. */
export function cellExtent(cell: Cell, look: CellLook): Extent {
  let extent = noExtent;
  for (const line of linesOf(cell)) {
    const own =
      typeof line === 'object' && 'kind' in line ? definitionsExtent(line, look) : lineExtent(line, look);
    extent = aboveEachOther(extent, own);
  }
  return extent;
}

/** Terms to the left, their values beside them. */
export function layOutDefinitions({ items }: Definitions, look: CellLook & { width: number }): Line[] {
  const terms = {
    ...look,
    style: { ...look.style, face: 'regular', colour: smaller(look.style).colour },
  } as const;
  const widest = widestTerm(items, terms);
  const termWidth = Math.max(
    look.style.size,
    Math.min(widest, look.width - (termGap + leastValue) * look.style.size),
  );
  const x = termWidth + termGap * look.style.size;
  return items.flatMap(([term, value]) =>
    besideEachOther(layOutCell(term, { ...terms, width: termWidth }), {
      right: layOutCell(value, { ...look, width: look.width - x }),
      x,
    }),
  );
}

function linesOf(cell: Cell): readonly (Text | { readonly small: Text } | Definitions)[] {
  return typeof cell === 'object' && 'lines' in cell ? cell.lines : [cell];
}

function styled(line: Text | { readonly small: Text }, style: TextStyle): { text: Text; style: TextStyle } {
  if (typeof line === 'object' && 'small' in line) return { text: line.small, style: smaller(style) };
  return { text: line, style };
}

function lineExtent(line: Text | { readonly small: Text }, { letters, style, whole }: CellLook): Extent {
  const { text, style: own } = styled(line, style);
  const words = wordsOf(runsOf(text, { letters, style: own }), letters);
  return extentOf(words, { letters, size: style.size, ...(whole === undefined ? {} : { whole }) });
}

function definitionsExtent({ items }: Definitions, look: CellLook): Extent {
  const terms = { ...look, style: { ...look.style, face: 'regular' as const } };
  const { size } = look.style;
  const least = leastValue * size;
  let values: Extent = { hashes: least, words: least, figures: least, names: least, most: least };
  let widest = noExtent;
  for (const [term, value] of items) {
    values = aboveEachOther(values, cellExtent(value, look));
    widest = aboveEachOther(widest, lineExtent(term, terms));
  }
  return besideTerms(values, { terms: widest, gap: termGap * size });
}

function widestTerm(items: Definitions['items'], { letters, style }: CellLook): number {
  const widths = items.map(([term]) => widthOfWords(wordsOf(runsOf(term, { letters, style }), letters)));
  return Math.max(0, ...widths);
}

function besideEachOther(left: readonly Line[], { right, x }: { right: readonly Line[]; x: number }): Line[] {
  return Array.from({ length: Math.max(left.length, right.length) }, (_, at) => {
    const [first, second] = [left[at], right[at]];
    const moved = (second?.pieces ?? []).map((piece) => ({ ...piece, x: piece.x + x }));
    return {
      pieces: [...(first?.pieces ?? []), ...moved],
      width: second === undefined ? (first?.width ?? 0) : second.width + x,
      height: Math.max(first?.height ?? 0, second?.height ?? 0),
      baseline: Math.max(first?.baseline ?? 0, second?.baseline ?? 0),
    };
  });
}

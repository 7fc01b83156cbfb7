import { type Word, widthOfWords } from './words-of.js';

/** How narrow something can stand when it is broken ever more, and how wide it would be without a break. In points. */
export interface Extent {
  /** Hashes stand in one line, figures and times too. */
  readonly hashes: number;
  /** Hashes are broken, words are not. */
  readonly words: number;
  /** Figures and times are broken at spaces too. */
  readonly figures: number;
  readonly most: number;
}

export const noExtent: Extent = { hashes: 0, words: 0, figures: 0, most: 0 };

/** Words up to so many ems are kept. */
const kept = { hashes: 34, words: 11 } as const;

/** The extent of words in letters of this size; of figures and times, which are `whole`. */
export function extentOf(
  words: readonly Word[],
  { size, whole = false }: { size: number; whole?: boolean },
): Extent {
  const most = widthOfWords(words);
  const figures = longestOf(words, kept.words * size);
  if (whole) return { hashes: most, words: most, figures, most };
  return { hashes: longestOf(words, kept.hashes * size), words: figures, figures, most };
}

/** What both fit into, one below the other. */
export function aboveEachOther(first: Extent, second: Extent): Extent {
  return {
    hashes: Math.max(first.hashes, second.hashes),
    words: Math.max(first.words, second.words),
    figures: Math.max(first.figures, second.figures),
    most: Math.max(first.most, second.most),
  };
}

/** What the extent takes behind something this wide. */
export function behind({ hashes, words, figures, most }: Extent, width: number): Extent {
  return { hashes: width + hashes, words: width + words, figures: width + figures, most: width + most };
}

function longestOf(words: readonly Word[], breakable: number): number {
  return words.reduce((most, { inkWidth, parts }) => {
    const whole = parts.some(({ run }) => run.whole);
    return Math.max(most, whole ? inkWidth : Math.min(inkWidth, breakable));
  }, 0);
}

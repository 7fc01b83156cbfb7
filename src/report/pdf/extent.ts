import type { Letters } from './letters.js';
import { type Word, widthOfWords } from './words-of.js';

/** How narrow something can stand when it is broken ever more, and how wide it would be without a break. In points. */
export interface Extent {
  /** Hashes stand in one line, figures and times too. */
  readonly hashes: number;
  /** Hashes are broken, words are not. */
  readonly words: number;
  /** Figures and times are broken at spaces too. */
  readonly figures: number;
  /** Names of several words, joined by underscores, are broken behind those. */
  readonly names: number;
  readonly most: number;
}

export const noExtent: Extent = { hashes: 0, words: 0, figures: 0, names: 0, most: 0 };

/** Words up to so many ems are kept. */
const kept = { hashes: 34, words: 11 } as const;

/** The extent of words in letters of this size; of figures and times, which are `whole`. */
export function extentOf(
  words: readonly Word[],
  { letters, size, whole = false }: { letters: Letters; size: number; whole?: boolean },
): Extent {
  const most = widthOfWords(words);
  const figures = longestOf(words, kept.words * size);
  if (whole) return { hashes: most, words: most, figures, names: figures, most };
  const names = Math.min(longestName(words, letters), figures);
  return { hashes: longestOf(words, kept.hashes * size), words: figures, figures, names, most };
}

/** What both fit into, one below the other. */
export function aboveEachOther(first: Extent, second: Extent): Extent {
  return {
    hashes: Math.max(first.hashes, second.hashes),
    words: Math.max(first.words, second.words),
    figures: Math.max(first.figures, second.figures),
    names: Math.max(first.names, second.names),
    most: Math.max(first.most, second.most),
  };
}

/** What something takes beside terms, which are broken behind underscores alone. */
export function besideTerms(value: Extent, { terms, gap }: { terms: Extent; gap: number }): Extent {
  const before = terms.most + gap;
  return {
    hashes: before + value.hashes,
    words: before + value.words,
    figures: before + value.figures,
    names: terms.names + gap + value.figures,
    most: before + value.most,
  };
}

/** The longest part of a word between underscores. */
function longestName(words: readonly Word[], letters: Letters): number {
  let longest = 0;
  for (const { parts, inkWidth } of words) {
    if (inkWidth <= longest) continue;
    for (const { run, text } of parts) {
      for (const name of text.trimEnd().match(/[^_]*_?/g) ?? [])
        longest = Math.max(longest, letters.widthOf({ font: run.font, text: name }, run.size));
    }
  }
  return longest;
}

function longestOf(words: readonly Word[], breakable: number): number {
  return words.reduce((most, { inkWidth, parts }) => {
    const whole = parts.some(({ run }) => run.whole);
    return Math.max(most, whole ? inkWidth : Math.min(inkWidth, breakable));
  }, 0);
}

import type { Letters } from './letters.js';
import type { Run } from './runs-of.js';

/** A part of a word in one run. */
export interface Part {
  readonly run: Run;
  readonly text: string;
  readonly width: number;
}

/** What is not broken, with the spaces behind it. */
export interface Word {
  readonly parts: readonly Part[];
  /** With the spaces behind it. */
  readonly width: number;
  /** Without them. */
  readonly inkWidth: number;
}

/** What ends at spaces; a number is not parted from the unit of a duration, nor from what it counts. */
const wordPattern = /(?:\d (?=(?:ns|µs|ms|s|min|h|d|×)(?![\p{L}\d]))|[^ ])+(?: +|$)| +/gu;

/** The words of runs, which end at spaces; a word may go on from one run into the next. */
export function wordsOf(runs: readonly Run[], letters: Letters): Word[] {
  const words: Word[] = [];
  let parts: Part[] = [];
  const end = (): void => {
    if (parts.length > 0) words.push(wordOf(parts, letters));
    parts = [];
  };
  for (const run of runs) {
    for (const text of run.whole ? [run.text] : (run.text.match(wordPattern) ?? [])) {
      parts.push({ run, text, width: letters.widthOf({ font: run.font, text }, run.size) });
      if (text.endsWith(' ')) end();
    }
  }
  end();
  return words;
}

function wordOf(parts: readonly Part[], letters: Letters): Word {
  const width = parts.reduce((sum, part) => sum + part.width, 0);
  const last = parts.at(-1);
  const spaces = last?.text.match(/ +$/)?.[0] ?? '';
  const behind = last === undefined ? 0 : letters.widthOf({ ...last.run, text: spaces }, last.run.size);
  return { parts, width, inkWidth: width - behind };
}

/** Width of words beside each other, without the spaces at their end. */
export function widthOfWords(words: readonly Word[]): number {
  const last = words.at(-1);
  if (last === undefined) return 0;
  return words.reduce((sum, { width }) => sum + width, 0) - last.width + last.inkWidth;
}

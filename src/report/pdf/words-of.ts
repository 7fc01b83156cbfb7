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

/** The words of runs, which end at spaces; a word may go on from one run into the next. */
export function wordsOf(runs: readonly Run[], letters: Letters): Word[] {
  const words: Word[] = [];
  let parts: Part[] = [];
  const end = (): void => {
    if (parts.length > 0) words.push(wordOf(parts, letters));
    parts = [];
  };
  for (const run of runs) {
    for (const text of run.whole ? [run.text] : (run.text.match(/[^ ]* +|[^ ]+$/g) ?? [])) {
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

/** How narrow and how wide runs can stand: the longest word, at most `breakable`, and all in one line. In points. */
export function extentOf(words: readonly Word[], breakable: number): { least: number; most: number } {
  const longest = words.reduce((most, { inkWidth, parts }) => {
    const whole = parts.some(({ run }) => run.whole);
    return Math.max(most, whole ? inkWidth : Math.min(inkWidth, breakable));
  }, 0);
  const all = words.reduce((sum, { width }) => sum + width, 0);
  const last = words.at(-1);
  return { least: longest, most: last === undefined ? 0 : all - last.width + last.inkWidth };
}

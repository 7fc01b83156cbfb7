import type { Letters } from './letters.js';
import { leading } from './look.js';
import type { Run } from './runs-of.js';
import { type Part, type Word, wordsOf } from './words-of.js';

/** A text at its place in a line; `x` from the left end of the line. */
export interface Piece {
  readonly x: number;
  readonly width: number;
  readonly run: Run;
  readonly text: string;
}

/** A line of text: `width` is what it fills, without spaces at its end; `baseline` is below its top. */
export interface Line {
  readonly pieces: readonly Piece[];
  readonly width: number;
  readonly height: number;
  readonly baseline: number;
}

/** Signs behind which a word that is too long is broken, where one is near. */
const joints = ' /_-=.,:;?&|';

/** Lines of at most `width` points, broken at spaces; a word that is longer is broken anywhere. At least one line. */
export function breakLines(
  runs: readonly Run[],
  { letters, width }: { letters: Letters; width: number },
): Line[] {
  const most = width + 0.01;
  const rows: Word[][] = [];
  let filled = 0;
  for (const word of wordsOf(runs, letters)) {
    const pieces = word.inkWidth > most ? brokenWord(word, { letters, width }) : [word];
    for (const [at, piece] of pieces.entries()) {
      const row = rows.at(-1);
      if (row === undefined || at > 0 || filled + piece.inkWidth > most) {
        rows.push([piece]);
        filled = piece.width;
      } else {
        row.push(piece);
        filled += piece.width;
      }
    }
  }
  const size = runs[0]?.size ?? 0;
  return rows.length === 0 ? [lineOf([], size)] : rows.map((row) => lineOf(row, size));
}

/** A word too long for the line, in pieces that fit. A sign that stands on the letter before it stays there. */
function brokenWord(word: Word, { letters, width }: { letters: Letters; width: number }): Word[] {
  const signs = word.parts.flatMap(({ run, text }) =>
    (text.match(/.\p{Mark}*/gsu) ?? []).map((sign) => ({
      ...{ run, text: sign, width: letters.widthOf({ font: run.font, text: sign }, run.size) },
    })),
  );
  const pieces: Word[] = [];
  let piece: Part[] = [];
  let filled = 0;
  for (const sign of signs) {
    if (filled + sign.width > width && piece.length > 0 && sign.text !== ' ') {
      const kept = jointOf(piece);
      pieces.push(pieceOf(piece.slice(0, kept)));
      piece = piece.slice(kept);
      filled = piece.reduce((sum, part) => sum + part.width, 0);
    }
    piece.push(sign);
    filled += sign.width;
  }
  return [...pieces, pieceOf(piece)];
}

/** How many signs stay on the line: up to the last joint behind its first quarter, else all. */
function jointOf(piece: readonly Part[]): number {
  const at = piece.findLastIndex(({ text }) => joints.includes(text)) + 1;
  return at > piece.length / 4 ? at : piece.length;
}

function pieceOf(parts: readonly Part[]): Word {
  const width = parts.reduce((sum, part) => sum + part.width, 0);
  return { parts, width, inkWidth: width };
}

function lineOf(words: readonly Word[], size: number): Line {
  const parts = words.flatMap((word) => word.parts);
  const pieces: { x: number; width: number; run: Run; text: string }[] = [];
  let x = 0;
  for (const { run, text, width } of parts) {
    const last = pieces.at(-1);
    if (last?.run === run) {
      last.text += text;
      last.width += width;
    } else pieces.push({ x, width, run, text });
    x += width;
  }
  const behind = words.at(-1);
  const ink = behind === undefined ? 0 : x - behind.width + behind.inkWidth;
  const largest = parts.length === 0 ? size : Math.max(...parts.map(({ run }) => run.size));
  return { pieces, width: ink, height: largest * leading.height, baseline: largest * leading.baseline };
}

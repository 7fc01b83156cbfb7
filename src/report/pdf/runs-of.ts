import type { Span, Text } from '../page.js';
import { palette } from '../palette.js';
import { spansOf } from '../spans-of.js';
import type { Lettering, Letters } from './letters.js';
import { stateColours, type TextStyle } from './look.js';

/** A text in one font, size and colour. */
export interface Run extends Lettering {
  readonly size: number;
  readonly colour: string;
  /** Not broken at spaces. */
  readonly whole: boolean;
}

/** The runs of a text; figures and times are kept whole where there is room. */
export function runsOf(
  text: Text,
  { letters, style, whole = false }: { letters: Letters; style: TextStyle; whole?: boolean },
): Run[] {
  return spansOf(text).flatMap((span) => {
    const { words, face, size, colour, keep = false } = lookOf(span, style);
    return letters
      .inFonts(words, face)
      .map((part) => ({ font: part.font, text: part.text, size, colour, whole: whole || keep }));
  });
}

interface Look extends TextStyle {
  readonly words: string;
  readonly keep?: boolean;
}

function lookOf(span: Span, { face, size, colour }: TextStyle): Look {
  if (typeof span === 'string') return { words: span, face, size, colour };
  if ('code' in span) return { words: span.code, face: 'code', size: size * 0.84, colour };
  if ('soft' in span) return { words: span.soft, face, size, colour: palette.soft };
  if ('strong' in span) return { words: span.strong, face: 'bold', size, colour };
  return { words: span.mark, face: 'bold', size, colour: stateColours[span.state], keep: true };
}

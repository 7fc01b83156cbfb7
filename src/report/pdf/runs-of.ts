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
    const { words, keep = false, ...look } = lookOf(span, style);
    return letters
      .inFonts(words, look.face)
      .map((part) => ({ ...part, size: look.size, colour: look.colour, whole: whole || keep }));
  });
}

function lookOf(span: Span, style: TextStyle): TextStyle & { words: string; keep?: boolean } {
  if (typeof span === 'string') return { ...style, words: span };
  if ('code' in span) return { ...style, face: 'code', size: style.size * 0.84, words: span.code };
  if ('soft' in span) return { ...style, colour: palette.soft, words: span.soft };
  if ('strong' in span) return { ...style, face: 'bold', words: span.strong };
  return { ...style, face: 'bold', colour: stateColours[span.state], words: span.mark, keep: true };
}

import { TextRefused } from './text-fault.js';
import { RATIO_FROM, type TextLimits } from './text-form.js';

/**
 * Text up to the limits; throws `text-too-large` or `compression-ratio` in the place of the piece that would pass one.
 * `bytesRead` answers how many bytes the text so far was made of.
 */
export async function* limitText(
  text: AsyncIterable<Buffer>,
  limits: TextLimits,
  bytesRead: () => number,
): AsyncGenerator<Buffer> {
  let total = 0;
  for await (const piece of text) {
    total += piece.length;
    const read_bytes = bytesRead();
    if (total > limits.bytes) {
      throw new TextRefused({ code: 'text-too-large', data: { read_bytes, limit: limits.bytes } });
    }
    if (total > Math.max(RATIO_FROM, limits.ratio * read_bytes)) {
      throw new TextRefused({ code: 'compression-ratio', data: { read_bytes, limit: limits.ratio } });
    }
    yield piece;
  }
}

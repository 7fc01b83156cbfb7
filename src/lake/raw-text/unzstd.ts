import { ZSTDDecoder } from 'zstddec/stream';
import type { ByteSource } from './byte-source.js';
import { damaged } from './text-fault.js';
import { zstdUnits } from './zstd-units.js';

/**
 * The text of zstd frames, decoded by libzstd, which verifies the checksum and size that a frame declares.
 *
 * The decoder does not tell its errors, but it takes every sound unit whole at once: a unit that it wants to go on with
 * is damaged. What a damaged frame holds in the decoder's memory, at most its window, stays there until the process
 * ends.
 */
export async function* unzstd(source: ByteSource): AsyncGenerator<Buffer> {
  const decoder = new ZSTDDecoder();
  await decoder.init();
  const queue: Uint8Array[] = [];
  const decoding = decoder.decodeStreaming(emptied(queue));
  let sound = true;
  const decode = (): Uint8Array | null => {
    const queued = queue.length;
    const next = decoding.next();
    if (queued > 0 && queue.length === queued) {
      sound = false;
      throw damaged('zstd', 'data that does not decode');
    }
    return next.done === true ? null : next.value;
  };
  try {
    for await (const unit of zstdUnits(source)) {
      queue.push(unit);
      const text = decode();
      if (text !== null && text.length > 0) yield Buffer.from(text.buffer, text.byteOffset, text.length);
    }
    sound = endDecoding(decoding);
    if (!sound) throw damaged('zstd', 'data that does not decode');
  } finally {
    // Run to its end, the decoder frees its memory.
    if (sound) endDecoding(decoding);
  }
}

/** Units as the decoder asks for them. */
function* emptied(queue: Uint8Array[]): Generator<Uint8Array> {
  for (let unit = queue.shift(); unit !== undefined; unit = queue.shift()) yield unit;
}

/** Whether the decoder had taken all that it was given: only then it asks for more, and ends. */
function endDecoding(decoding: Generator<Uint8Array>): boolean {
  try {
    return decoding.next().done === true;
  } catch {
    // It throws where the frame was not whole, which the walk over the units tells better.
    return true;
  }
}

import type { ByteSource } from './byte-source.js';
import { compressionOf } from './recognize-bytes.js';
import { CUT_OFF, damaged, type TextRefused, unsupported } from './text-fault.js';
import { ZstdStream } from './zstd-library.js';

/** Words for libzstd's numbers of errors. */
const REASONS: Readonly<Record<number, string>> = {
  10: 'unknown frame',
  14: 'frame header that is not read',
  20: 'data that does not decode',
  22: 'incorrect data check',
  24: 'literals that do not decode',
};
const WINDOW_TOO_LARGE = 16;
const DICTIONARY_WRONG = 32;

/**
 * The text of zstd frames, one after the other (RFC 8878), decoded by libzstd, which verifies the checksum and size that
 * a frame declares and passes over skippable frames. Ends before bytes that begin no frame.
 */
export async function* unzstd(source: ByteSource): AsyncGenerator<Buffer> {
  const stream = await ZstdStream.open();
  try {
    while (compressionOf(await source.peek(4)) === 'zstd') yield* readFrame(stream, source);
  } finally {
    stream.close();
  }
}

async function* readFrame(stream: ZstdStream, source: ByteSource): AsyncGenerator<Buffer> {
  for (;;) {
    const bytes = await source.peek(1);
    const { taken, text, ended, error } = stream.push(bytes);
    if (error !== 0) throw faultOf(error);
    source.skip(taken);
    if (text.length > 0) yield text;
    if (ended) return;
    if (bytes.length === 0 && text.length === 0) throw damaged('zstd', CUT_OFF);
  }
}

function faultOf(error: number): TextRefused {
  if (error === WINDOW_TOO_LARGE) return unsupported('zstd', 'a window of more than 128 MiB');
  if (error === DICTIONARY_WRONG) return unsupported('zstd', 'a dictionary');
  return damaged('zstd', REASONS[error] ?? `error ${error} of libzstd`);
}

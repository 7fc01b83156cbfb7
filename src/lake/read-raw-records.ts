import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';

/** Longest raw record that is shown; the rest is cut. */
const SHOWN_BYTES = 8192;
const LF = 10;
const CR = 13;

/**
 * The raw records that begin at the given offsets of a decompressed file, in their order.
 *
 * Offsets are bytes from 0, ascending, each the first byte of a line. A record is text up to its line's end, decoded as
 * UTF-8 with replacement, at most 8,192 bytes. The file is read once and no further than the last record.
 */
export async function* readRawRecords(
  file: string,
  compression: 'none' | 'gzip',
  offsets: AsyncIterable<number> | Iterable<number>,
): AsyncGenerator<string> {
  const bytes = decompressed(file, compression);
  let window: Buffer = Buffer.alloc(0);
  let base = 0;
  const more = async (): Promise<boolean> => {
    const next = await bytes.next();
    if (next.done === true) return false;
    window = Buffer.concat([window, next.value]);
    return true;
  };
  try {
    for await (const offset of offsets) {
      while (base + window.length <= offset) {
        base += window.length;
        window = Buffer.alloc(0);
        if (!(await more())) break;
      }
      window = window.subarray(Math.max(0, offset - base));
      base = offset;
      while (window.indexOf(LF) === -1 && window.length < SHOWN_BYTES && (await more()));
      yield firstLine(window);
    }
  } finally {
    await bytes.return(undefined);
  }
}

function firstLine(window: Buffer): string {
  const found = window.indexOf(LF);
  const end = found === -1 ? window.length : found;
  const line = window.subarray(0, end > 0 && window[end - 1] === CR ? end - 1 : end);
  return line.subarray(0, SHOWN_BYTES).toString('utf8');
}

async function* decompressed(file: string, compression: 'none' | 'gzip'): AsyncGenerator<Buffer> {
  const raw = createReadStream(file, { highWaterMark: 1 << 20 });
  if (compression === 'none') {
    yield* raw as AsyncIterable<Buffer>;
    return;
  }
  const text = createGunzip({ chunkSize: 1 << 20 });
  const pump = pipeline(raw, text).catch(() => undefined);
  try {
    yield* text as AsyncIterable<Buffer>;
  } finally {
    raw.destroy();
    text.destroy();
    await pump;
  }
}

import type { CutRecord } from '../../../src/canonicalize/framing/record-cutter.js';

/** A line in the middle of a buffer, as cutters hand it on. */
export function cutRecord(text: string | Buffer, number = 2): CutRecord {
  const bytes = Buffer.from(text);
  const buffer = Buffer.concat([Buffer.from('before\n'), bytes, Buffer.from('\nafter|,;"')]);
  return { buffer, start: 7, end: 7 + bytes.length, number, offset: 7 };
}

/** What a sink was told, as text: records in latin1, so that every byte shows. */
export function recordingSink(events: string[]) {
  return {
    record: ({ buffer, start, end, number, offset }: CutRecord, last: boolean): void => {
      const text = JSON.stringify(buffer.toString('latin1', start, end));
      events.push(`line ${number} @${offset} ${text}${last ? ' last' : ''}`);
    },
    blank: ({ number, offset }: { number: number; offset: number }): void => {
      events.push(`blank ${number} @${offset}`);
    },
    oversized: ({ number, offset, bytes }: { number: number; offset: number; bytes: number }): void => {
      events.push(`oversized ${number} @${offset} ${bytes}`);
    },
    refuse: ({ code }: { code: string }): void => {
      events.push(`refuse ${code}`);
    },
  };
}

/** Bytes in pieces of the given sizes, over and over. */
export function inChunks(content: Buffer, sizes: readonly number[]): Buffer[] {
  const chunks: Buffer[] = [];
  for (let from = 0, turn = 0; from < content.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    chunks.push(Buffer.from(content.subarray(from, from + size)));
    from += size;
  }
  return chunks;
}

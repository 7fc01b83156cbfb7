import { decodeText } from '../../../../src/lake/raw-text/read-raw-text.js';
import type { TextFault } from '../../../../src/lake/raw-text/text-fault.js';
import { type TextForm, textLimits } from '../../../../src/lake/raw-text/text-form.js';

export type Decoded = { text: Buffer; fault: TextFault | null };
export type GivenForm = Partial<Omit<TextForm, 'limits'>> & { limits?: Partial<TextForm['limits']> };

/** The text of the bytes and the fault that ends it; the bytes come in chunks of the given sizes, in turn. */
export async function decode(
  bytes: Uint8Array,
  given: GivenForm,
  sizes: readonly number[] = [1 << 18],
): Promise<Decoded> {
  const form = {
    compression: 'none',
    encoding: 'utf-8',
    ...given,
    limits: textLimits(given.limits),
  } as const;
  const pieces: Buffer[] = [];
  for await (const piece of decodeText(chunksOf(Buffer.from(bytes), sizes), form)) {
    if (!Buffer.isBuffer(piece)) return { text: Buffer.concat(pieces), fault: piece };
    pieces.push(piece);
  }
  return { text: Buffer.concat(pieces), fault: null };
}

/** Like `decode`, without keeping the text: its length alone. */
export async function decodedLength(
  chunks: AsyncIterable<Buffer>,
  given: GivenForm,
): Promise<{ length: number; fault: TextFault | null }> {
  const form = {
    compression: 'none',
    encoding: 'utf-8',
    ...given,
    limits: textLimits(given.limits),
  } as const;
  let length = 0;
  for await (const piece of decodeText(chunks, form)) {
    if (!Buffer.isBuffer(piece)) return { length, fault: piece };
    length += piece.length;
  }
  return { length, fault: null };
}

export async function* chunksOf(bytes: Buffer, sizes: readonly number[]): AsyncGenerator<Buffer> {
  for (let from = 0, turn = 0; from < bytes.length; turn += 1) {
    const size = Math.max(1, sizes[turn % sizes.length] ?? 1);
    yield bytes.subarray(from, from + size);
    from += size;
  }
}

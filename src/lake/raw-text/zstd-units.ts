import type { ByteSource } from './byte-source.js';
import { CUT_OFF, damaged, unsupported } from './text-fault.js';

/** Largest window that the zstd command takes without being told; more is memory that a hostile file decides. */
const WINDOW_LIMIT = 2 ** 27;
const BLOCK_LIMIT = 2 ** 17;
const FRAME_MAGIC = 0xfd2fb528;
const SKIPPABLE_MAGIC = 0x184d2a50;
const SMALLEST_HEADER = 6;
const LARGEST_HEADER = 18;
const BLOCK_KINDS = ['raw', 'repeated', 'compressed', 'reserved'] as const;

type FrameHeader = { bytes: number; checksum: boolean };

/**
 * The units of zstd frames, one after the other (RFC 8878): header, block, block, …, checksum. Skippable frames are
 * passed over. Ends before bytes that begin no frame.
 */
export async function* zstdUnits(source: ByteSource): AsyncGenerator<Buffer> {
  for (;;) {
    const head = await source.peek(LARGEST_HEADER);
    if (head.length >= 8 && (head.readUInt32LE(0) & 0xfffffff0) === SKIPPABLE_MAGIC) {
      source.skip(8);
      await passOver(source, head.readUInt32LE(4));
      continue;
    }
    if (head.length < 4 || head.readUInt32LE(0) !== FRAME_MAGIC) return;
    const header = readHeader(head);
    yield await source.take(header.bytes, 'zstd');
    yield* blocks(source);
    if (header.checksum) yield await source.take(4, 'zstd');
  }
}

async function passOver(source: ByteSource, count: number): Promise<void> {
  let left = count;
  while (left > 0) {
    const chunk = await source.chunk();
    if (chunk === null) throw damaged('zstd', CUT_OFF);
    if (chunk.length > left) source.unread(chunk.subarray(left));
    left -= chunk.length;
  }
}

async function* blocks(source: ByteSource): AsyncGenerator<Buffer> {
  for (;;) {
    const head = await source.peek(3);
    if (head.length < 3) throw damaged('zstd', CUT_OFF);
    const word = head.readUIntLE(0, 3);
    const kind = BLOCK_KINDS[(word >> 1) & 3];
    const size = word >> 3;
    if (kind === 'reserved') throw damaged('zstd', 'reserved block type');
    if (size > BLOCK_LIMIT) throw damaged('zstd', 'block too large');
    yield await source.take(3 + (kind === 'repeated' ? 1 : size), 'zstd');
    if ((word & 1) === 1) return;
  }
}

function readHeader(head: Buffer): FrameHeader {
  if (head.length < SMALLEST_HEADER) throw damaged('zstd', CUT_OFF);
  const flags = head.readUInt8(4);
  const single = (flags & 0x20) !== 0;
  const dictionaryBytes = [0, 1, 2, 4][flags & 3] ?? 0;
  const sizeBytes = [single ? 1 : 0, 2, 4, 8][flags >> 6] ?? 0;
  const at = 5 + (single ? 0 : 1);
  const bytes = at + dictionaryBytes + sizeBytes;
  if (head.length < bytes) throw damaged('zstd', CUT_OFF);
  if ((flags & 8) !== 0) throw damaged('zstd', 'reserved bit set');
  if (dictionaryBytes > 0 && head.readUIntLE(at, dictionaryBytes) !== 0) {
    throw unsupported('zstd', 'a dictionary');
  }
  const size = sizeAt(head, at + dictionaryBytes, sizeBytes);
  if ((single ? size : windowOf(head.readUInt8(5))) > WINDOW_LIMIT) {
    throw unsupported('zstd', 'a window of more than 128 MiB');
  }
  return { bytes, checksum: (flags & 4) !== 0 };
}

function windowOf(descriptor: number): number {
  const base = 2 ** (10 + (descriptor >> 3));
  return base + (base / 8) * (descriptor & 7);
}

function sizeAt(head: Buffer, at: number, bytes: number): number {
  if (bytes === 0) return 0;
  if (bytes === 8) return Number(head.readBigUInt64LE(at));
  return head.readUIntLE(at, bytes) + (bytes === 2 ? 256 : 0);
}

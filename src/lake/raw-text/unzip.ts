import { crc32, createInflateRaw } from 'node:zlib';
import type { ByteSource } from './byte-source.js';
import { runZlib } from './run-zlib.js';
import { CUT_OFF, damaged, TextRefused, unsupported } from './text-fault.js';
import { checkDirectory, type ReadEntry } from './zip-directory.js';
import { DESCRIPTOR_MARK, ENTRY_BYTES, ENTRY_MARK, readEntry, type ZipEntry } from './zip-headers.js';

type Counted = { crc: number; size: number };

/**
 * The text of the one file in a zip archive, read from front to back: entries, then the directory that must agree with
 * them. Names are only shown. Checksum and sizes are verified.
 *
 * Refused: more entries than `limit`, more or less than one file, encryption, methods other than stored and deflated.
 */
export async function* unzip(source: ByteSource, limit: number): AsyncGenerator<Buffer> {
  const start = source.at;
  const entries: ReadEntry[] = [];
  while (await atEntry(source)) {
    const offset = source.at - start;
    const entry = await takeHeader(source);
    checkNames([...entries, entry], limit);
    const counted: Counted = { crc: 0, size: 0 };
    const dataAt = source.at;
    for await (const text of entryText(source, entry)) {
      counted.crc = crc32(text, counted.crc);
      counted.size += text.length;
      yield text;
    }
    const packed = source.at - dataAt;
    await checkCounts(source, entry, { ...counted, packed });
    entries.push({ name: entry.name, method: entry.method, ...counted, packed, offset });
  }
  if (!entries.some(isFile)) throw refusedFiles(entries);
  await checkDirectory(source, entries, source.at - start);
}

async function atEntry(source: ByteSource): Promise<boolean> {
  const head = await source.peek(4);
  if (head.length < 4) throw damaged('zip', CUT_OFF);
  return head.readUInt32LE(0) === ENTRY_MARK;
}

function checkNames(entries: readonly { name: string }[], limit: number): void {
  const names = entries.map(({ name }) => name);
  if (names.length > limit) throw new TextRefused({ code: 'archive-entries', data: { limit, names } });
  if (entries.filter(isFile).length > 1) throw refusedFiles(entries);
}

function isFile({ name }: { name: string }): boolean {
  return !name.endsWith('/');
}

async function takeHeader(source: ByteSource): Promise<ZipEntry> {
  const fixed = await source.peek(ENTRY_BYTES);
  if (fixed.length < ENTRY_BYTES) throw damaged('zip', CUT_OFF);
  return readEntry(await source.take(ENTRY_BYTES + fixed.readUInt16LE(26) + fixed.readUInt16LE(28), 'zip'));
}

async function* entryText(source: ByteSource, entry: ZipEntry): AsyncGenerator<Buffer> {
  if (!isFile(entry) && entry.size > 0) throw damaged('zip', 'folder that holds data');
  if (entry.method === 'deflated') {
    yield* runZlib(createInflateRaw({ chunkSize: 1 << 20 }), source, 'zip');
    return;
  }
  if (entry.sizes_follow) throw unsupported('zip', 'a stored entry whose size stands behind it');
  let left = entry.packed;
  while (left > 0) {
    const chunk = await source.chunk();
    if (chunk === null) throw damaged('zip', CUT_OFF);
    if (chunk.length > left) source.unread(chunk.subarray(left));
    yield chunk.subarray(0, left);
    left -= chunk.length;
  }
}

/** Compares what was counted with the header, or with the descriptor behind the data, which it takes. */
async function checkCounts(
  source: ByteSource,
  entry: ZipEntry,
  counted: Counted & { packed: number },
): Promise<void> {
  if (entry.sizes_follow) {
    for (const descriptor of descriptors(counted)) {
      const bytes = await source.peek(descriptor.length);
      if (!bytes.subarray(0, descriptor.length).equals(descriptor)) continue;
      source.skip(descriptor.length);
      return;
    }
    throw damaged('zip', (await source.peek(12)).length < 12 ? CUT_OFF : 'incorrect data check');
  }
  const same = entry.crc === counted.crc && entry.size === counted.size && entry.packed === counted.packed;
  if (!same) throw damaged('zip', 'incorrect data check');
}

/** The forms in which a descriptor may say what was counted: with or without its mark, sizes of 64 or 32 bits. */
function descriptors({ crc, size, packed }: Counted & { packed: number }): Buffer[] {
  const check = Buffer.alloc(4);
  check.writeUInt32LE(crc);
  const mark = Buffer.alloc(4);
  mark.writeUInt32LE(DESCRIPTOR_MARK);
  const wide = Buffer.alloc(16);
  wide.writeBigUInt64LE(BigInt(packed));
  wide.writeBigUInt64LE(BigInt(size), 8);
  const narrow = Buffer.alloc(8);
  narrow.writeUInt32LE(packed % 2 ** 32);
  narrow.writeUInt32LE(size % 2 ** 32, 4);
  return [wide, narrow].flatMap((sizes) => [
    Buffer.concat([mark, check, sizes]),
    Buffer.concat([check, sizes]),
  ]);
}

function refusedFiles(entries: readonly { name: string }[]): TextRefused {
  return new TextRefused({ code: 'archive-files', data: { names: entries.map(({ name }) => name) } });
}

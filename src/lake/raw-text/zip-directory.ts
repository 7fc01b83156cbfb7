import type { ByteSource } from './byte-source.js';
import { damaged } from './text-fault.js';
import {
  DIRECTORY_BYTES,
  DIRECTORY_MARK,
  END_BYTES,
  END_MARK,
  readDirectoryEntry,
  ZIP64_END_BYTES,
  ZIP64_END_MARK,
  ZIP64_LOCATOR_BYTES,
  ZIP64_LOCATOR_MARK,
  type ZipEntry,
} from './zip-headers.js';

/** An entry as it was read: where its header began, and what was counted. */
export type ReadEntry = Pick<ZipEntry, 'name' | 'method' | 'crc' | 'packed' | 'size'> & { offset: number };

type Directory = { offset: number; bytes: number; entries: number };

/**
 * Reads the directory of an archive, to its last byte, and compares it with the entries that were read. An archive
 * whose entries overlap, or that a reader of the directory would see otherwise, differs here.
 */
export async function checkDirectory(
  source: ByteSource,
  entries: readonly ReadEntry[],
  at: number,
): Promise<void> {
  let end = at;
  for (const entry of entries) end += await checkEntry(source, entry);
  const directory = { offset: at, bytes: end - at, entries: entries.length };
  if ((await mark(source)) === ZIP64_END_MARK) await checkZip64End(source, directory, end);
  if ((await mark(source)) !== END_MARK) throw damaged('zip', 'directory that differs from the entries');
  const header = await source.take(END_BYTES, 'zip');
  expectSame(header.readUInt32LE(4), 0, 0xffffffff);
  expectSame(header.readUInt16LE(8), directory.entries, 0xffff);
  expectSame(header.readUInt16LE(10), directory.entries, 0xffff);
  expectSame(header.readUInt32LE(12), directory.bytes, 0xffffffff);
  expectSame(header.readUInt32LE(16), directory.offset, 0xffffffff);
  await source.take(header.readUInt16LE(20), 'zip');
}

async function mark(source: ByteSource): Promise<number> {
  const head = await source.peek(4);
  return head.length < 4 ? 0 : head.readUInt32LE(0);
}

/** Answers the bytes of the entry's header in the directory. */
async function checkEntry(source: ByteSource, expected: ReadEntry): Promise<number> {
  if ((await mark(source)) !== DIRECTORY_MARK)
    throw damaged('zip', 'directory that differs from the entries');
  const fixed = await source.peek(DIRECTORY_BYTES);
  if (fixed.length < DIRECTORY_BYTES) await source.take(DIRECTORY_BYTES, 'zip');
  const bytes = DIRECTORY_BYTES + fixed.readUInt16LE(28) + fixed.readUInt16LE(30) + fixed.readUInt16LE(32);
  const { entry, offset } = readDirectoryEntry(await source.take(bytes, 'zip'));
  const same =
    entry.name === expected.name &&
    entry.method === expected.method &&
    entry.crc === expected.crc &&
    entry.packed === expected.packed &&
    entry.size === expected.size &&
    offset === expected.offset;
  if (!same) throw damaged('zip', 'directory that differs from the entries');
  return bytes;
}

async function checkZip64End(source: ByteSource, directory: Directory, at: number): Promise<void> {
  const header = await source.take(ZIP64_END_BYTES, 'zip');
  expectSame(Number(header.readBigUInt64LE(4)), ZIP64_END_BYTES - 12);
  expectSame(Number(header.readBigUInt64LE(24)), directory.entries);
  expectSame(Number(header.readBigUInt64LE(32)), directory.entries);
  expectSame(Number(header.readBigUInt64LE(40)), directory.bytes);
  expectSame(Number(header.readBigUInt64LE(48)), directory.offset);
  const locator = await source.take(ZIP64_LOCATOR_BYTES, 'zip');
  expectSame(locator.readUInt32LE(0), ZIP64_LOCATOR_MARK);
  expectSame(Number(locator.readBigUInt64LE(8)), at);
}

/** `full` is the number that says that a wider one holds the value. */
function expectSame(declared: number, counted: number, full?: number): void {
  if (declared !== counted && declared !== full) {
    throw damaged('zip', 'directory that differs from the entries');
  }
}

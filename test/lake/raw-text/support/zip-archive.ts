import { crc32, deflateRawSync } from 'node:zlib';

/** How an entry is written; what is not said is right. */
export type Entry = {
  name: string;
  data?: Buffer;
  method?: number;
  flags?: number;
  /** Says sizes and checksum behind the data, with or without a mark, in 32 or 64 bits. */
  descriptor?: 'marked' | 'bare' | 'wide';
  /** Sizes in a ZIP64 field. */
  zip64?: boolean;
  crc?: number;
  size?: number;
  packed?: Buffer;
};

/** Changes to the directory as it would be right. */
export type DirectoryChange = {
  names?: readonly string[];
  offset?: number;
  count?: number;
  zip64?: boolean;
  comment?: string;
  disk?: number;
};

/** A zip archive of the entries. */
export function zipArchive(entries: readonly Entry[], change: DirectoryChange = {}): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const [index, given] of entries.entries()) {
    const entry = complete(given);
    const local = localEntry(entry);
    directory.push(directoryEntry({ ...entry, name: change.names?.[index] ?? entry.name }, at, change));
    parts.push(local);
    at += local.length;
  }
  const bytes = directory.reduce((sum, header) => sum + header.length, 0);
  const end = endOf({ count: change.count ?? entries.length, bytes, offset: change.offset ?? at }, change);
  return Buffer.concat([...parts, ...directory, ...end]);
}

type Complete = Required<Omit<Entry, 'descriptor'>> & Pick<Entry, 'descriptor'>;

function complete(entry: Entry): Complete {
  const data = entry.data ?? Buffer.alloc(0);
  const method = entry.method ?? 8;
  return {
    flags: entry.descriptor === undefined ? 0 : 8,
    zip64: false,
    crc: crc32(data),
    size: data.length,
    packed: method === 8 ? deflateRawSync(data) : data,
    ...entry,
    data,
    method,
  };
}

function localEntry(entry: Complete): Buffer {
  const later = entry.descriptor !== undefined;
  const extra = entry.zip64 && !later ? zip64Field([entry.size, entry.packed.length]) : Buffer.alloc(0);
  const sizes = later ? [0, 0, 0] : [entry.crc, ...shortSizes(entry)];
  const header = Buffer.concat([
    u32(0x04034b50),
    u16(20, entry.flags, entry.method, 0, 0),
    u32(...sizes),
    u16(Buffer.byteLength(entry.name), extra.length),
    Buffer.from(entry.name),
    extra,
  ]);
  return Buffer.concat([header, entry.packed, later ? descriptor(entry) : Buffer.alloc(0)]);
}

function descriptor(entry: Complete): Buffer {
  const mark = entry.descriptor === 'bare' ? Buffer.alloc(0) : u32(0x08074b50);
  const sizes =
    entry.descriptor === 'wide' ? u64(entry.packed.length, entry.size) : u32(entry.packed.length, entry.size);
  return Buffer.concat([mark, u32(entry.crc), sizes]);
}

function directoryEntry(entry: Complete, offset: number, change: DirectoryChange): Buffer {
  const extra = entry.zip64 ? zip64Field([entry.size, entry.packed.length]) : Buffer.alloc(0);
  return Buffer.concat([
    u32(0x02014b50),
    u16(20, 20, entry.flags, entry.method, 0, 0),
    u32(entry.crc, ...shortSizes(entry)),
    u16(Buffer.byteLength(entry.name), extra.length, 0, change.disk ?? 0, 0),
    u32(0, offset),
    Buffer.from(entry.name),
    extra,
  ]);
}

function endOf(
  directory: { count: number; bytes: number; offset: number },
  change: DirectoryChange,
): Buffer[] {
  const { count, bytes, offset } = directory;
  const comment = Buffer.from(change.comment ?? '');
  const short = Buffer.concat([
    u32(0x06054b50),
    ...(change.zip64 === true
      ? [u16(0, 0, 0xffff, 0xffff), u32(0xffffffff, 0xffffffff)]
      : [u16(0, 0, count, count), u32(bytes, offset)]),
    u16(comment.length),
    comment,
  ]);
  if (change.zip64 !== true) return [short];
  const wide = Buffer.concat([
    u32(0x06064b50),
    u64(44),
    u16(45, 45),
    u32(0, 0),
    u64(count, count, bytes, offset),
  ]);
  const locator = Buffer.concat([u32(0x07064b50, 0), u64(offset + bytes), u32(1)]);
  return [wide, locator, short];
}

function shortSizes(entry: Complete): [number, number] {
  return entry.zip64 ? [0xffffffff, 0xffffffff] : [entry.packed.length, entry.size];
}

function zip64Field(values: readonly number[]): Buffer {
  return Buffer.concat([u16(1, values.length * 8), u64(...values)]);
}

function u16(...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 2);
  for (const [index, value] of values.entries()) bytes.writeUInt16LE(value, index * 2);
  return bytes;
}

function u32(...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) bytes.writeUInt32LE(value, index * 4);
  return bytes;
}

function u64(...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 8);
  for (const [index, value] of values.entries()) bytes.writeBigUInt64LE(BigInt(value), index * 8);
  return bytes;
}

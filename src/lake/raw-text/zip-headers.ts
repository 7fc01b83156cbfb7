import { damaged, unsupported } from './text-fault.js';

export const ENTRY_MARK = 0x04034b50;
export const DIRECTORY_MARK = 0x02014b50;
export const END_MARK = 0x06054b50;
export const DESCRIPTOR_MARK = 0x08074b50;
export const ZIP64_END_MARK = 0x06064b50;
export const ZIP64_LOCATOR_MARK = 0x07064b50;

/** Bytes of each kind of header, without what varies. */
export const ENTRY_BYTES = 30;
export const DIRECTORY_BYTES = 46;
export const END_BYTES = 22;
export const ZIP64_END_BYTES = 56;
export const ZIP64_LOCATOR_BYTES = 20;

const FULL_32 = 0xffffffff;
const ZIP64_EXTRA = 1;
const ENCRYPTED = 0x41;
const SIZES_FOLLOW = 8;

/** What the header of an entry says, in front of it or in the directory. */
export type ZipEntry = {
  /** Only ever shown. */
  name: string;
  method: 'stored' | 'deflated';
  /** Sizes and checksum stand behind the data. */
  sizes_follow: boolean;
  crc: number;
  packed: number;
  size: number;
};

/** The entry whose header stands in front of its data; `header` is fixed part, name and extra fields. */
export function readEntry(header: Buffer): ZipEntry {
  const nameBytes = header.readUInt16LE(26);
  return entryFrom({
    flags: header.readUInt16LE(6),
    method: header.readUInt16LE(8),
    numbers: header.subarray(14, 26),
    name: header.subarray(ENTRY_BYTES, ENTRY_BYTES + nameBytes),
    extra: header.subarray(ENTRY_BYTES + nameBytes),
    offset: null,
  }).entry;
}

/** The entry that a header of the directory describes, and the offset at which its data should begin. */
export function readDirectoryEntry(header: Buffer): { entry: ZipEntry; offset: number } {
  const nameBytes = header.readUInt16LE(28);
  const extraAt = DIRECTORY_BYTES + nameBytes;
  if (header.readUInt16LE(34) !== 0) throw unsupported('zip', 'an archive in several parts');
  return entryFrom({
    flags: header.readUInt16LE(8),
    method: header.readUInt16LE(10),
    numbers: header.subarray(16, 28),
    name: header.subarray(DIRECTORY_BYTES, extraAt),
    extra: header.subarray(extraAt, extraAt + header.readUInt16LE(30)),
    offset: header.readUInt32LE(42),
  });
}

type Parts = {
  flags: number;
  method: number;
  /** Checksum, packed size and size. */
  numbers: Buffer;
  name: Buffer;
  extra: Buffer;
  offset: number | null;
};

function entryFrom(parts: Parts): { entry: ZipEntry; offset: number } {
  if ((parts.flags & ENCRYPTED) !== 0) throw unsupported('zip', 'an encrypted entry');
  if (parts.method !== 0 && parts.method !== 8) {
    throw unsupported('zip', `an entry packed by method ${parts.method}`);
  }
  const short = [parts.numbers.readUInt32LE(8), parts.numbers.readUInt32LE(4), parts.offset ?? 0];
  const [size = 0, packed = 0, offset = 0] = widened(short, parts.extra);
  return {
    entry: {
      name: parts.name.toString('utf8'),
      method: parts.method === 0 ? 'stored' : 'deflated',
      sizes_follow: (parts.flags & SIZES_FOLLOW) !== 0,
      crc: parts.numbers.readUInt32LE(0),
      packed,
      size,
    },
    offset,
  };
}

/** Numbers of 32 bits, each that is full replaced in turn by one of 64 bits from the ZIP64 field. */
function widened(short: readonly number[], extra: Buffer): number[] {
  const field = extraField(extra, ZIP64_EXTRA);
  let at = 0;
  return short.map((value) => {
    if (value !== FULL_32 || field === null) return value;
    if (field.length < at + 8) throw damaged('zip', 'ZIP64 field too short');
    at += 8;
    return Number(field.readBigUInt64LE(at - 8));
  });
}

function extraField(extra: Buffer, id: number): Buffer | null {
  for (let at = 0; at + 4 <= extra.length; ) {
    const end = at + 4 + extra.readUInt16LE(at + 2);
    if (extra.readUInt16LE(at) === id) return extra.subarray(at + 4, end);
    at = end;
  }
  return null;
}

import { crc32, inflateRawSync } from 'node:zlib';

/** Why bytes are not exactly one gzip member. */
export type GzipFault =
  | 'no-gzip-header'
  | 'header-cut'
  | 'stream-damaged'
  | 'too-large'
  | 'trailer-cut'
  | 'checksum-differs'
  | 'length-differs'
  | 'bytes-after-end';

/** What is read at most of one object, bytes uncompressed. */
const MOST_BYTES = 512 * 2 ** 20;
const TRAILER_BYTES = 8;
const MOST_CHUNK = 2 ** 20;
const FLAG = { header_crc: 2, extra: 4, name: 8, comment: 16, reserved: 0xe0 };

/**
 * The uncompressed bytes of an object that is one gzip member (RFC 1952) and nothing else, or what is wrong with it.
 *
 * Header and trailer are read here, because Node's own gunzip accepts trailing zeros and further members.
 */
export function strictGunzip(object: Uint8Array): Uint8Array | GzipFault {
  const bytes = Buffer.from(object.buffer, object.byteOffset, object.byteLength);
  const begin = headerEnd(bytes);
  if (typeof begin === 'string') return begin;
  const inflated = inflate(bytes.subarray(begin));
  if (typeof inflated === 'string') return inflated;
  const end = begin + inflated.consumed;
  if (bytes.length < end + TRAILER_BYTES) return 'trailer-cut';
  if (bytes.readUInt32LE(end) !== crc32(inflated.content)) return 'checksum-differs';
  if (bytes.readUInt32LE(end + 4) !== inflated.content.length % 2 ** 32) return 'length-differs';
  return bytes.length === end + TRAILER_BYTES ? inflated.content : 'bytes-after-end';
}

/** Whether a result of `strictGunzip` is a fault. */
export function isGzipFault(result: Uint8Array | GzipFault): result is GzipFault {
  return typeof result === 'string';
}

type Inflated = { content: Buffer; consumed: number };

function inflate(bytes: Buffer): Inflated | GzipFault {
  try {
    // The trailer tells the length, so that one piece of memory takes the content of an honest object.
    const told = bytes.length < 4 ? 0 : bytes.readUInt32LE(bytes.length - 4);
    // With `info` the engine comes too, which knows how many bytes it took; the types do not tell.
    const { buffer, engine } = inflateRawSync(bytes, {
      info: true,
      chunkSize: Math.min(Math.max(told, 1024), MOST_CHUNK),
      maxOutputLength: MOST_BYTES,
    }) as unknown as { buffer: Buffer; engine: { bytesWritten: number } };
    return { content: buffer, consumed: engine.bytesWritten };
  } catch (error) {
    const { code } = error as { code?: string };
    return code === 'ERR_BUFFER_TOO_LARGE' ? 'too-large' : 'stream-damaged';
  }
}

/** Where the compressed data begins. */
function headerEnd(bytes: Buffer): number | GzipFault {
  const known = bytes.length >= 10 && bytes.readUInt16BE(0) === 0x1f8b && bytes[2] === 8;
  const flags = bytes[3] ?? 0;
  if (!known || (flags & FLAG.reserved) !== 0) return 'no-gzip-header';
  const reader = { bytes, flags, at: 10 };
  const whole =
    skipExtra(reader) && skipText(reader, FLAG.name) && skipText(reader, FLAG.comment) && skipCrc(reader);
  return whole && reader.at <= bytes.length ? reader.at : 'header-cut';
}

type HeaderReader = { bytes: Buffer; flags: number; at: number };

function skipExtra(reader: HeaderReader): boolean {
  if ((reader.flags & FLAG.extra) === 0) return true;
  if (reader.bytes.length < reader.at + 2) return false;
  reader.at += 2 + reader.bytes.readUInt16LE(reader.at);
  return true;
}

function skipText(reader: HeaderReader, flag: number): boolean {
  if ((reader.flags & flag) === 0) return true;
  const zero = reader.bytes.indexOf(0, reader.at);
  reader.at = zero + 1;
  return zero >= 0;
}

function skipCrc(reader: HeaderReader): boolean {
  const { bytes, flags, at } = reader;
  if ((flags & FLAG.header_crc) === 0) return true;
  if (bytes.length < at + 2) return false;
  reader.at += 2;
  return bytes.readUInt16LE(at) === (crc32(bytes.subarray(0, at)) & 0xffff);
}

type Block = { bytes: Buffer } | { byte: number; count: number };

/** A zstd frame of blocks that are not compressed, without a checksum; `header` replaces flags and window. */
export function zstdFrame(blocks: readonly Block[], header: readonly number[] = [0x00, 0x58]): Buffer {
  const parts = blocks.map((block, index) => {
    const last = index === blocks.length - 1 ? 1 : 0;
    if ('bytes' in block) return Buffer.concat([blockHeader(block.bytes.length, 0, last), block.bytes]);
    return Buffer.concat([blockHeader(block.count, 1, last), Buffer.from([block.byte])]);
  });
  return Buffer.concat([Buffer.from('28b52ffd', 'hex'), Buffer.from(header), ...parts]);
}

function blockHeader(size: number, kind: 0 | 1, last: number): Buffer {
  const bytes = Buffer.alloc(3);
  bytes.writeUIntLE((size << 3) | (kind << 1) | last, 0, 3);
  return bytes;
}

/** A frame that decoders pass over. */
export function skippableFrame(bytes: Buffer): Buffer {
  const header = Buffer.from('532a4d1800000000', 'hex');
  header.writeUInt32LE(bytes.length, 4);
  return Buffer.concat([header, bytes]);
}

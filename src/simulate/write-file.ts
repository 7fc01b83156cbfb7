import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { invariant } from '../domain/invariant.js';
import { OperationalFailure } from '../domain/operational-failure.js';
import type { DeliveryFile, FeedFile, WriteTable } from './feed-file.js';

const blockLength = 256 * 1024;

/** Writes a file of a feed, a table by `writeTable`, into a folder that exists. Same records, same bytes. */
export async function writeDelivery(
  folder: string,
  file: DeliveryFile,
  writeTable: WriteTable | undefined,
): Promise<void> {
  if ('lines' in file) return writeFeedFile(folder, file);
  invariant(writeTable, `${file.feed} is a table, expected writeTable`);
  await writeTable(path.join(folder, file.name), file);
}

/** Writes a text file of a feed into a folder that exists, gzipped at level 9 if the feed says so. Same lines, same bytes. */
export async function writeFeedFile(folder: string, file: FeedFile): Promise<void> {
  const target = path.join(folder, file.name);
  const source = Readable.from(inBlocks(file.lines), { objectMode: true });
  try {
    if (file.is_gzipped) await pipeline(source, createGzip({ level: 9 }), createWriteStream(target));
    else await pipeline(source, createWriteStream(target));
  } catch (error: unknown) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new OperationalFailure('file-unwritable', { path: target, reason }, { cause: error });
  }
}

function* inBlocks(lines: Iterable<string>): Generator<Buffer> {
  let block = '';
  for (const line of lines) {
    block += line;
    if (block.length >= blockLength) {
      yield Buffer.from(block, 'utf8');
      block = '';
    }
  }
  if (block !== '') yield Buffer.from(block, 'utf8');
}

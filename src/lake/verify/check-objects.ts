import { webcrypto } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { type AsyncBuffer, asyncBufferFromFile } from 'hyparquet';
import { OperationalFailure } from '../../domain/operational-failure.js';
import { DuckDbSession } from '../../engine/duckdb-session.js';
import { hashFile } from '../../store/hash-file.js';
import type { ObjectStore } from '../../store/object-store.js';
import { inParallel } from '../in-parallel.js';
import type { NamedObject } from '../named-objects.js';
import { type Finding, finding } from './finding.js';
import { readWithDuckDb } from './first-reader.js';
import { type LineColumn, type Reading, readWithHyparquet } from './second-reader.js';

/** An object that must be there, and what the footer of a data file must say. */
export type RequiredObject = NamedObject & { footer: Readonly<Record<string, string>> };

/** What reading objects again gave. */
export type CheckedObjects = { findings: Finding[]; objects: number; bytes: number; rows: number };

/** Objects and bytes that are read at once by one of the two workers. */
const BATCH = { objects: 64, bytes: 256 << 20 };
const WORKERS = 2;
const READERS = 4;
/** Files of at most so many bytes are read once, into memory. */
const IN_MEMORY = 32 << 20;

/**
 * Reads every object from the store: size and hash, and of Parquet the rows by two readers that share no code.
 *
 * Nothing stops at a fault. `onRead` is told of every object that was read.
 */
export async function checkObjects(
  means: { store: ObjectStore; spill: string; onRead: (bytes: number) => void },
  objects: readonly RequiredObject[],
): Promise<CheckedObjects> {
  const parts = await inParallel(batches(objects), WORKERS, (batch) => checkBatch(means, batch));
  return {
    findings: parts.flatMap(({ findings }) => findings),
    objects: objects.length,
    bytes: parts.reduce((total, { bytes }) => total + bytes, 0),
    rows: parts.reduce((total, { rows }) => total + rows, 0),
  };
}

function batches(objects: readonly RequiredObject[]): RequiredObject[][] {
  const made: RequiredObject[][] = [];
  let room = { objects: 0, bytes: 0 };
  for (const object of objects) {
    if (room.objects === 0 || room.bytes <= 0) {
      made.push([]);
      room = { ...BATCH };
    }
    made.at(-1)?.push(object);
    room = { objects: room.objects - 1, bytes: room.bytes - (object.bytes ?? 0) };
  }
  return made;
}

type Located = { object: RequiredObject; file: string };
type Means = { store: ObjectStore; spill: string; onRead: (bytes: number) => void };

async function checkBatch(
  means: Means,
  batch: readonly RequiredObject[],
): Promise<Omit<CheckedObjects, 'objects'>> {
  const found = await inParallel(batch, READERS, (object) => locate(means.store, object));
  const located = found.flatMap((one) => ('file' in one ? [one] : []));
  const absent = found.flatMap((one) => ('file' in one ? [] : [one]));
  const [first, read] = await Promise.all([
    readFirst(means.spill, located),
    inParallel(located, READERS, (one) => readOne(means, one)),
  ]);
  const findings = read.flatMap((one) => [...one.findings, ...compare(one, first.get(one.file) ?? null)]);
  return {
    findings: [...absent, ...findings],
    bytes: read.reduce((total, { bytes }) => total + bytes, 0),
    rows: read.reduce((total, { second }) => total + (second?.rows ?? 0), 0),
  };
}

async function locate(store: ObjectStore, object: RequiredObject): Promise<Located | Finding> {
  try {
    return { object, file: await store.localFile(object.key) };
  } catch (error) {
    if (!(error instanceof OperationalFailure)) throw error;
    if (error.code === 'object-missing') {
      return finding('object-absent', object.key, { named_by: object.named_by });
    }
    if (error.retryable) throw error;
    return finding('object-unreadable', object.key, { reason: error.message });
  }
}

type ReadObject = Located & {
  findings: Finding[];
  bytes: number;
  second: Awaited<ReturnType<typeof readWithHyparquet>> | null;
};

async function readOne(means: Means, located: Located): Promise<ReadObject> {
  try {
    return await readBytes(means, located);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined || error instanceof OperationalFailure) throw error;
    const reason = `the operating system says ${code}`;
    return {
      ...located,
      findings: [finding('object-unreadable', located.object.key, { reason })],
      bytes: 0,
      second: null,
    };
  }
}

async function readBytes(means: Means, located: Located): Promise<ReadObject> {
  const { object, file } = located;
  const { size } = await stat(file);
  const content = size <= IN_MEMORY ? await readFile(file) : null;
  const actual = content === null ? await hashFile(file) : await hashOf(content);
  const findings = differences(object, { bytes: size, sha256: actual });
  const column = lineColumn(object);
  let second: ReadObject['second'] = null;
  if (column !== null && findings.length === 0) {
    try {
      second = await readWithHyparquet(
        content === null ? await asyncBufferFromFile(file) : bufferOf(content),
        column,
      );
    } catch (error) {
      const reason = `hyparquet says ${error instanceof Error ? error.message : String(error)}`;
      findings.push(finding('object-unreadable', object.key, { reason }));
    }
  }
  means.onRead(size);
  return { ...located, findings, bytes: size, second };
}

/** Off the main thread, where the second reader works. */
async function hashOf(content: Uint8Array<ArrayBuffer>): Promise<string> {
  return Buffer.from(await webcrypto.subtle.digest('SHA-256', content)).toString('hex');
}

function bufferOf(content: Buffer<ArrayBuffer>): AsyncBuffer {
  const { buffer, byteOffset, byteLength } = content;
  return {
    byteLength,
    slice: (start, end = byteLength) => buffer.slice(byteOffset + start, byteOffset + end),
  };
}

function lineColumn({ kind }: RequiredObject): LineColumn | null {
  return kind === 'data' ? 'source_line' : kind === 'quarantine' ? 'line' : null;
}

function differences(object: RequiredObject, actual: { bytes: number; sha256: string }): Finding[] {
  const { key, bytes, sha256, named_by } = object;
  if (bytes !== null && bytes !== actual.bytes) {
    return [finding('object-size-differs', key, { actual: actual.bytes, expected: bytes, named_by })];
  }
  if (sha256 === null || sha256 === actual.sha256) return [];
  return [finding('object-hash-differs', key, { actual: actual.sha256, expected: sha256, named_by })];
}

/** What DuckDB sees of the Parquet files of a batch, by path; files that it cannot read are not in it. */
async function readFirst(spill: string, located: readonly Located[]): Promise<Map<string, Reading>> {
  const parquet = located.filter(({ object }) => lineColumn(object) !== null);
  if (parquet.length === 0) return new Map();
  const folders = [...new Set(parquet.map(({ file }) => path.dirname(file)))];
  const session = await DuckDbSession.open({ folders, spill, threads: 1 });
  try {
    const readings = new Map<string, Reading>();
    for (const column of ['source_line', 'line'] as const) {
      const files = parquet.flatMap(({ object, file }) => (lineColumn(object) === column ? [file] : []));
      for (const [file, reading] of await readTogether(session, files, column)) readings.set(file, reading);
    }
    return readings;
  } finally {
    session.close();
  }
}

/** All files in one query, or one by one where that fails. */
async function readTogether(
  session: DuckDbSession,
  files: readonly string[],
  column: LineColumn,
): Promise<ReadonlyMap<string, Reading>> {
  try {
    return await readWithDuckDb(session, files, column);
  } catch {
    if (files.length <= 1) return new Map();
    const half = files.length >> 1;
    return new Map([
      ...(await readTogether(session, files.slice(0, half), column)),
      ...(await readTogether(session, files.slice(half), column)),
    ]);
  }
}

/** Findings of what two readers saw of an object whose bytes are the right ones. */
function compare({ object, second, findings }: ReadObject, first: Reading | null): Finding[] {
  const { key } = object;
  if (lineColumn(object) === null || findings.length > 0) return [];
  if (first === null)
    return [finding('object-unreadable', key, { reason: 'DuckDB cannot read it as Parquet' })];
  if (second === null) return [];
  return compareReadings(object, first, second);
}

/** Whether two readers saw the same in a file, and what the record says of it. */
export function compareReadings(
  { key, named_by, rows, footer }: RequiredObject,
  first: Reading,
  second: NonNullable<ReadObject['second']>,
): Finding[] {
  const found: Finding[] = [];
  const expectRows = (reader: string, actual: number): void => {
    if (rows === null || actual === rows) return;
    found.push(finding('rows-differ', key, { reader, actual, expected: rows, named_by }));
  };
  expectRows("DuckDB's footer", first.rows);
  expectRows('DuckDB', first.lines);
  expectRows("hyparquet's footer", second.rows);
  expectRows('hyparquet', second.lines);
  if (first.line_sum !== second.line_sum) {
    const [duckdb, hyparquet] = [String(first.line_sum), String(second.line_sum)];
    found.push(finding('readers-disagree', key, { what: 'the sum of its line numbers', duckdb, hyparquet }));
  }
  for (const [field, expected] of Object.entries(footer)) {
    const actual = second.footer.get(field) ?? 'nothing';
    if (actual !== expected)
      found.push(finding('footer-differs', key, { field, actual, expected, named_by }));
  }
  return found;
}

import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, link, mkdir, open, readdir, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { OperationalFailure } from '../domain/operational-failure.js';
import { checkedKey } from './object-key.js';
import type { ObjectRemover, ObjectSource, ObjectStore, PutOutcome, StoredObject } from './object-store.js';

const STAGING = '.staging';
/** A folder keeps no log of its writes. */
const UNLOGGED = { request_id: null, version_id: null };

/**
 * A store in a local folder. An object appears by a hard link, which is atomic and fails when the name is taken.
 *
 * Bytes and folders are flushed to disk before `putIfAbsent` returns. Throws `file-unwritable`, `file-unreadable`.
 */
export function openLocalStore(root: string): ObjectStore & ObjectRemover {
  const pathOf = (key: string): string => path.join(root, ...checkedKey(key).split('/'));
  return {
    get: (key) => orNull(() => readFile(pathOf(key)), pathOf(key)),
    head: (key) => orNull(() => describe(key, pathOf(key)), pathOf(key)),
    list: (prefix, after = '') => listObjects(root, prefix, after),
    putIfAbsent: (key, source) => putIfAbsent(root, { key, target: pathOf(key) }, source),
    localFile: async (key) => {
      const found = await orNull(() => stat(pathOf(key)), pathOf(key));
      if (found === null) throw new OperationalFailure('object-missing', { key });
      return pathOf(key);
    },
    remove: (key) => removeFile(pathOf(key)),
    abandoned: (before_ns, then) => abandonedFiles(path.join(root, STAGING), before_ns, then),
  };
}

async function putIfAbsent(
  root: string,
  object: { key: string; target: string },
  source: ObjectSource,
): Promise<PutOutcome> {
  const { target } = object;
  const staging = path.join(root, STAGING);
  const staged = path.join(staging, randomUUID());
  try {
    await mkdir(staging, { recursive: true });
    const folder = path.dirname(target);
    const made = await mkdir(folder, { recursive: true });
    await stage(source, staged);
    if (!(await linkIfAbsent(staged, target))) return { ...UNLOGGED, outcome: 'taken' };
    await flushFolder(folder);
    if (made !== undefined) await flushNewFolders(path.resolve(made), path.resolve(folder));
    return { ...UNLOGGED, outcome: 'stored' };
  } catch (error) {
    throw new OperationalFailure(
      'file-unwritable',
      { path: target, reason: String(error) },
      { cause: error },
    );
  } finally {
    await rm(staged, { force: true });
  }
}

async function linkIfAbsent(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function stage(source: ObjectSource, staged: string): Promise<void> {
  if ('file' in source) await linkOrCopy(source.file, staged);
  const handle = await open(staged, 'file' in source ? 'r' : 'wx');
  try {
    if ('bytes' in source) await handle.writeFile(source.bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function linkOrCopy(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
    await copyFile(from, to, constants.COPYFILE_EXCL);
  }
}

async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Flushes the names of folders that were made, from the last up to the first: each is written in the one above it. */
async function flushNewFolders(first: string, last: string): Promise<void> {
  for (let folder = last; folder.length >= first.length; folder = path.dirname(folder)) {
    await flushFolder(path.dirname(folder));
  }
}

async function listObjects(root: string, prefix: string, after: string): Promise<StoredObject[]> {
  const folder = prefix.includes('/') ? prefix.slice(0, prefix.lastIndexOf('/')) : '';
  const entries = await orNull(
    () => readdir(path.join(root, folder), { recursive: true, withFileTypes: true }),
    folder,
  );
  const files = (entries ?? []).filter((entry) => entry.isFile());
  // Work in progress begins with a dot and may vanish at any time; objects vanish only by garbage collection or retention.
  const keys = files
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .filter((key) => key.startsWith(prefix) && !key.startsWith('.') && key > after);
  const objects = await Promise.all(
    keys.map((key) => orNull(() => describe(key, path.join(root, key)), key)),
  );
  return objects.flatMap((object) => object ?? []).sort((left, right) => (left.key < right.key ? -1 : 1));
}

async function describe(key: string, file: string): Promise<StoredObject> {
  const found = await stat(file, { bigint: true });
  // The change time: when the object got its name, however old the file that it was linked to.
  return { key, bytes: Number(found.size), modified_ns: found.ctimeNs };
}

async function removeFile(file: string): Promise<void> {
  try {
    await rm(file, { force: true });
    await flushFolder(path.dirname(file));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw new OperationalFailure('file-unwritable', { path: file, reason: String(error) }, { cause: error });
  }
}

async function abandonedFiles(
  staging: string,
  before_ns: bigint,
  then: 'list' | 'remove',
): Promise<{ name: string; bytes: number }[]> {
  const names = (await orNull(() => readdir(staging), staging)) ?? [];
  const found = await Promise.all(
    names.sort().map((name) => orNull(() => describe(name, path.join(staging, name)), name)),
  );
  const old = found.flatMap((file) => (file !== null && file.modified_ns < before_ns ? [file] : []));
  if (then === 'remove') for (const { key } of old) await removeFile(path.join(staging, key));
  return old.map(({ key, bytes }) => ({ name: `${STAGING}/${key}`, bytes }));
}

async function orNull<Value>(read: () => Promise<Value>, file: string): Promise<Value | null> {
  try {
    return await read();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw new OperationalFailure('file-unreadable', { path: file, reason: String(error) }, { cause: error });
  }
}

import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, link, mkdir, open, readdir, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { invariant } from '../domain/invariant.js';
import { OperationalFailure } from '../domain/operational-failure.js';
import type { ObjectSource, ObjectStore, StoredObject } from './object-store.js';

const STAGING = '.staging';

/**
 * A store in a local folder. An object appears by a hard link, which is atomic and fails when the name is taken.
 *
 * Bytes and folders are flushed to disk before `putIfAbsent` returns. Throws `file-unwritable`, `file-unreadable`.
 */
export function openLocalStore(root: string): ObjectStore {
  const pathOf = (key: string): string => {
    invariant(isKey(key), `"${key}" is a key`);
    return path.join(root, ...key.split('/'));
  };
  return {
    get: (key) => orNull(() => readFile(pathOf(key)), pathOf(key)),
    head: (key) => orNull(async () => ({ key, bytes: (await stat(pathOf(key))).size }), pathOf(key)),
    list: (prefix) => listObjects(root, prefix),
    putIfAbsent: (key, source) => putIfAbsent(root, { key, target: pathOf(key) }, source),
    localFile: async (key) => {
      const found = await orNull(() => stat(pathOf(key)), pathOf(key));
      if (found === null) throw new OperationalFailure('object-missing', { key });
      return pathOf(key);
    },
  };
}

function isKey(key: string): boolean {
  return key
    .split('/')
    .every((part) => part !== '' && part !== '.' && part !== '..' && !/[\\\p{Cc}]/u.test(part));
}

async function putIfAbsent(
  root: string,
  object: { key: string; target: string },
  source: ObjectSource,
): Promise<'stored' | 'taken'> {
  const { target } = object;
  const staging = path.join(root, STAGING);
  const staged = path.join(staging, randomUUID());
  try {
    await mkdir(staging, { recursive: true });
    await mkdir(path.dirname(target), { recursive: true });
    await stage(source, staged);
    if (!(await linkIfAbsent(staged, target))) return 'taken';
    await flushFolder(path.dirname(target));
    return 'stored';
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

async function listObjects(root: string, prefix: string): Promise<StoredObject[]> {
  const folder = prefix.includes('/') ? prefix.slice(0, prefix.lastIndexOf('/')) : '';
  const entries = await orNull(
    () => readdir(path.join(root, folder), { recursive: true, withFileTypes: true }),
    folder,
  );
  const files = (entries ?? []).filter((entry) => entry.isFile());
  // Work in progress begins with a dot and may vanish at any time; objects do not.
  const keys = files
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .filter((key) => key.startsWith(prefix) && !key.startsWith('.'));
  const objects = await Promise.all(
    keys.map(async (key) => ({ key, bytes: (await stat(path.join(root, key))).size })),
  );
  return objects.sort((left, right) => (left.key < right.key ? -1 : 1));
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

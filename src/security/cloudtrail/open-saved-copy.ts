import { createReadStream } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { documentFault } from '../../domain/document-fault.js';
import type { TrailCopyHead } from '../../domain/generated/trail-copy.js';
import { OperationalFailure } from '../../domain/operational-failure.js';
import { readIfThere } from '../../store/local-files.js';
import { readCopied } from './copied-file.js';
import { copiedSource } from './copied-source.js';
import { readPublicKeys } from './public-key-file.js';
import type { SavedObject } from './saved-object.js';
import type { Fetched, TrailSource } from './trail-source.js';

/** A saved copy, open for another verification, and what it is a copy of. */
export type SavedCopy = { source: TrailSource; head: TrailCopyHead };

/**
 * Opens a folder that `TrailSaver` wrote; null where it is none. Keys from elsewhere take the place of those saved with it, which
 * whoever can write the folder could have made. Throws `file-unreadable`.
 */
export async function openSavedCopy(folder: string, keysFile?: string): Promise<SavedCopy | null> {
  const file = path.join(folder, 'copy.json');
  const text = await readIfThere(file);
  if (text === null) return null;
  const head = await headOf(file, text);
  const objects = new Map<string, SavedObject>();
  const keys = new Map<string, string[]>();
  for await (const object of savedObjects(path.join(folder, 'objects.jsonl'))) {
    objects.set(`${object.bucket}/${object.key}`, object);
    const listed = keys.get(object.bucket) ?? [];
    if (object.listed) listed.push(object.key);
    keys.set(object.bucket, listed);
  }
  const fetch = (bucket: string, key: string): Promise<Fetched> =>
    fetchSaved(folder, objects.get(`${bucket}/${key}`));
  const public_keys = await readPublicKeys(keysFile ?? path.join(folder, 'keys.json'));
  return { source: copiedSource({ keys, fetch, public_keys, folders: head.folders }), head };
}

async function headOf(file: string, text: string): Promise<TrailCopyHead> {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    throw new OperationalFailure(
      'file-unreadable',
      { path: file, reason: 'it is no JSON' },
      { cause: error },
    );
  }
  const fault = await documentFault('trail-copy', document);
  if (fault !== null) throw new OperationalFailure('file-unreadable', { path: file, reason: fault });
  return document as TrailCopyHead;
}

async function* savedObjects(file: string): AsyncGenerator<SavedObject> {
  try {
    for await (const line of createInterface({ input: createReadStream(file) })) {
      const object = JSON.parse(line) as SavedObject;
      if (!/^[a-z0-9][a-z0-9.-]+$/.test(object.bucket)) throw new Error(`"${object.bucket}" is no bucket`);
      yield object;
    }
  } catch (error) {
    throw new OperationalFailure('file-unreadable', { path: file, reason: String(error) }, { cause: error });
  }
}

async function fetchSaved(folder: string, object: SavedObject | undefined): Promise<Fetched> {
  if (object?.state === 'denied') return 'denied';
  if (object?.state !== 'kept') return 'missing';
  const bytes = await readCopied(path.join(folder, 'objects', object.bucket), object.key);
  if (bytes === 'missing') return bytes;
  const { signature = null, algorithm = null, generated_at = null } = object;
  return { bytes, signature, algorithm, generated_at };
}

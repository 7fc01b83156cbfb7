import { OperationalFailure } from '../../domain/operational-failure.js';
import { sha256, sha256OfValue } from '../../domain/sha256.js';
import type { ObjectStore } from '../../store/object-store.js';
import type { S3Location } from '../../store/s3-location.js';

/** Where the state machine finds an object by itself. */
export type ObjectAddress = { bucket: string; key: string };

/** A document of an execution; null where there is none. */
export async function readState<Document>(state: ObjectStore, key: string): Promise<Document | null> {
  const bytes = await state.get(key);
  return bytes === null ? null : (JSON.parse(Buffer.from(bytes).toString('utf8')) as Document);
}

/** Throws `object-missing` where there is none. */
export async function requireState<Document>(state: ObjectStore, key: string): Promise<Document> {
  const document = await readState<Document>(state, key);
  if (document === null) throw new OperationalFailure('object-missing', { key });
  return document;
}

/** Keeps a document under a key, and returns the one that stands: a step that is tried again goes on with what it said first. */
export async function keepState<Document>(
  state: ObjectStore,
  key: string,
  document: Document,
): Promise<Document> {
  const bytes = Buffer.from(JSON.stringify(document), 'utf8');
  const { outcome } = await state.putIfAbsent(key, { bytes });
  return outcome === 'stored' ? document : requireState<Document>(state, key);
}

/** Keeps a document under a name that its content gives; the key. */
export async function keepContent(state: ObjectStore, folder: string, document: unknown): Promise<string> {
  const key = `${folder}/${sha256OfValue(document)}.json`;
  await keepState(state, key, document);
  return key;
}

/** The address of a key of the state. */
export function addressOf({ bucket, prefix }: S3Location, key: string): ObjectAddress {
  return { bucket, key: prefix === '' ? key : `${prefix}/${key}` };
}

/** Prefix of what an execution keeps of a file; a name may hold what a key may not. */
export function filePrefix(execution: string, { feed, file }: { feed: string; file: string }): string {
  return `execution=${execution}/files/${feed}/${sha256(file)}/`;
}

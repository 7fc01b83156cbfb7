import type { PinnedInput } from '../domain/generated/run.js';
import type { CommittedFile } from './read-lake.js';

/** Committed files as inputs of a job: named by key and pinned by hash, in the order of dataset and key. */
export function pinInputs(files: readonly CommittedFile[]): PinnedInput[] {
  return files
    .map(({ file, manifest }) => ({
      dataset: file.dataset,
      feed: manifest.feed,
      key: file.key,
      sha256: file.sha256,
      bytes: file.bytes,
      rows: file.rows,
    }))
    .sort((left, right) => (left.dataset + left.key < right.dataset + right.key ? -1 : 1));
}

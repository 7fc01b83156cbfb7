import type { PinnedInput } from '../domain/generated/run.js';
import type { CommittedFile } from './read-lake.js';

/**
 * Committed files as inputs of a job: named by key and pinned by hash, in the order of dataset and key.
 *
 * Files of `earlier`, the trade dates of the sessions before from the nearest on, say how many sessions ago that was.
 */
export function pinInputs(files: readonly CommittedFile[], earlier: readonly string[] = []): PinnedInput[] {
  return files
    .map(({ file, manifest }) => ({
      dataset: file.dataset,
      feed: manifest.feed,
      key: file.key,
      sha256: file.sha256,
      bytes: file.bytes,
      rows: file.rows,
      ...placeInHistory(file.trade_date, earlier),
    }))
    .sort((left, right) => (left.dataset + left.key < right.dataset + right.key ? -1 : 1));
}

function placeInHistory(
  trade_date: string,
  earlier: readonly string[],
): Pick<PinnedInput, 'trade_date' | 'sessions_ago'> {
  const sessions_ago = earlier.indexOf(trade_date) + 1;
  return sessions_ago === 0 ? {} : { trade_date, sessions_ago };
}

import path from 'node:path';
import { loadCanonicalDatasets } from '../lake/canonical-dataset.js';
import { namesIn } from '../store/local-files.js';
import type { Feed } from './feed.js';
import type { FeedProblem } from './feed-problem.js';
import { loadFeed } from './load-feed.js';

/** All feeds of a folder, sorted by name, and the problems of those that are not sound. */
export type FeedCatalogue = { feeds: Feed[]; problems: FeedProblem[] };

/**
 * Loads every feed of a folder, or those of the subfolders given alone; one that is not sound does not hide the others. Throws
 * `file-unreadable`.
 */
export async function loadFeedCatalogue(folder: string, only?: readonly string[]): Promise<FeedCatalogue> {
  const datasets = await loadCanonicalDatasets();
  const names = await namesIn(folder, 'folders');
  const loaded = await Promise.all(
    names
      .filter((name) => only?.includes(name) ?? true)
      .map((name) => loadFeed(path.join(folder, name), datasets)),
  );
  return {
    feeds: loaded.flatMap((result) => (Array.isArray(result) ? [] : [result])),
    problems: loaded.flatMap((result) => (Array.isArray(result) ? result : [])),
  };
}

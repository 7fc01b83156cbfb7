import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Feed } from '../../src/canonicalize/feed.js';
import { formatFeedProblem } from '../../src/canonicalize/feed-problem.js';
import { loadFeedCatalogue } from '../../src/canonicalize/load-feed-catalogue.js';
import { packageRoot } from '../../src/domain/package-root.js';

/** Folder of the real files; it is no part of the project. */
export const realFolder = path.join(packageRoot(), '..', 'shared', 'real');

/** Whether the real files are there; says so once where they are not. */
export const realFilesPresent = existsSync(realFolder);
if (!realFilesPresent) console.warn(`${realFolder} is absent: real files are not tested`);

const catalogue = await loadFeedCatalogue(path.join(packageRoot(), 'test', 'real', 'feeds'));

/** A feed of test/real/feeds; fails with its problems where one of them is not sound. */
export function realFeed(name: string): Feed {
  const problems = catalogue.problems.map(formatFeedProblem);
  const feed = catalogue.feeds.find(({ spec }) => spec.feed === name);
  if (feed === undefined || problems.length > 0) throw new Error(`feed ${name}: ${problems.join('\n')}`);
  return feed;
}

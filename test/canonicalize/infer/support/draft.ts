import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';
import { type InferredFeed, inferFeed } from '../../../../src/canonicalize/infer/infer-feed.js';
import type { SampleProblem } from '../../../../src/canonicalize/infer/sample-problem.js';
import type { FeedSpec } from '../../../../src/domain/generated/feed-spec.js';
import { loadCanonicalDatasets } from '../../../../src/lake/canonical-dataset.js';
import { temporaryFolder } from '../../support/lake.js';

const datasets = await loadCanonicalDatasets();

/** The draft from a file of this content, or why there is none. */
export async function draftOf(
  content: string | Buffer,
  options: { name?: string; to?: string } = {},
): Promise<InferredFeed | SampleProblem> {
  const file = path.join(await temporaryFolder(), options.name ?? 'sample.txt');
  await writeFile(file, content);
  return inferFeed(
    file,
    { feed: 'sample', broker: 'XX', to: datasets.get(options.to ?? '') ?? null },
    datasets,
  );
}

/** The draft and its feed.yaml as a value; fails where there is none. */
export async function drafted(
  content: string | Buffer,
  options: { name?: string; to?: string } = {},
): Promise<{ draft: InferredFeed; spec: FeedSpec; format: Record<string, unknown> }> {
  const draft = await draftOf(content, options);
  if ('code' in draft) throw new Error(draft.code);
  const spec = parse(draft.feed_yaml) as FeedSpec;
  return { draft, spec, format: { ...spec.format } };
}

/** Lines of records made one by one. */
export function lines(count: number, make: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => `${make(index)}\n`).join('');
}

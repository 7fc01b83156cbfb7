import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { parse } from 'yaml';
import type { Manifest } from '../../../src/domain/generated/manifest.js';
import { packageRoot } from '../../../src/domain/package-root.js';
import { shippedFeed } from './feeds.js';
import { deliver, openTestLake, published } from './lake.js';
import { publishedRows, quarantined } from './read-parquet.js';

/** Folder of the cases: each has case.yaml, one file `input`, and `expected` with exactly the outputs. */
const casesFolder = path.join(packageRoot(), 'test', 'cases', 'canonicalize');

/** What case.yaml says: the feed, the trade date and the story in one sentence. */
type CaseSpec = { feed: string; trade_date: string; story: string };

export async function caseNames(): Promise<string[]> {
  return (await readdir(casesFolder)).sort();
}

/** The outputs of a case as text by file name; one JSON value a line. */
export async function runCase(name: string): Promise<Record<string, string>> {
  const folder = path.join(casesFolder, name);
  const spec = parse(await readFile(path.join(folder, 'case.yaml'), 'utf8')) as CaseSpec;
  const feed = shippedFeed(spec.feed);
  const input = await readFile(path.join(folder, 'input'));
  const bytes = feed.spec.format.compression === 'gzip' ? gzipSync(input) : input;
  const lake = await openTestLake();
  const manifest = published(
    await deliver(lake, feed, { name: 'input', bytes, trade_date: spec.trade_date }),
  );
  const rows = await publishedRows(lake, manifest);
  const rejections = await quarantined(lake, manifest);
  // The hash of compressed bytes depends on the compressor; it stands in the manifest and is tested elsewhere.
  const withoutHash = ({ source_sha256: _, ...rest }: Record<string, unknown>): unknown => rest;
  const lines = (values: readonly Record<string, unknown>[]): string =>
    values.map((value) => `${JSON.stringify(withoutHash(value))}\n`).join('');
  return {
    'rejections.jsonl': lines(rejections),
    'rows.jsonl': lines(rows),
    'totals.json': `${JSON.stringify({ totals: manifest.totals, control: manifest.control, ...corrected(manifest) }, null, 1)}\n`,
  };
}

/** Which accepted records became no row, of a delivery that corrects. */
function corrected({ corrections }: Manifest): object {
  if (corrections === undefined) return {};
  const { replacing, deleting, superseded } = corrections;
  return { corrections: { replacing, deleting, superseded } };
}

/** The expected outputs of a case as they lie on disk, by file name. */
export async function expectedOutputs(name: string): Promise<Record<string, string>> {
  const folder = path.join(casesFolder, name, 'expected');
  const files = (await readdir(folder).catch(() => [])).sort();
  const texts = await Promise.all(files.map((file) => readFile(path.join(folder, file), 'utf8')));
  return Object.fromEntries(files.map((file, index) => [file, texts[index] ?? '']));
}

/** Writes outputs as the expected ones; only by hand, with UPDATE=1. */
export async function writeExpected(name: string, outputs: Record<string, string>): Promise<void> {
  const folder = path.join(casesFolder, name, 'expected');
  await mkdir(folder, { recursive: true });
  for (const [file, text] of Object.entries(outputs)) await writeFile(path.join(folder, file), text);
}

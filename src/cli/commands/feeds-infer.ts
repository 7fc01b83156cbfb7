import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { formatFeedProblem } from '../../canonicalize/feed-problem.js';
import { type InferredFeed, inferFeed } from '../../canonicalize/infer/infer-feed.js';
import { formatSampleProblem } from '../../canonicalize/infer/sample-problem.js';
import { loadFeed } from '../../canonicalize/load-feed.js';
import { quoted, visible } from '../../domain/diagnostic.js';
import { packageRoot } from '../../domain/package-root.js';
import { type CanonicalDataset, loadCanonicalDatasets } from '../../lake/canonical-dataset.js';
import { EXIT, type ExitCode } from '../../project/exit-codes.js';
import { loadProject } from '../../project/project.js';
import { Refusal } from '../../project/refusal.js';
import type { CliContext } from '../cli-context.js';
import { counted, jsonText } from '../format-table.js';
import { placeOf } from '../place-of.js';

type InferFlags = {
  readonly feed?: string;
  readonly broker?: string;
  readonly to?: string;
  readonly out?: string;
  readonly json: boolean;
};

/** Drafts feed.yaml and a record schema from a sample, writes them to a new folder and says what is left to decide. */
export async function feedsInfer(context: CliContext, flags: InferFlags, file: string): Promise<ExitCode> {
  const datasets = await loadCanonicalDatasets();
  const sample = path.resolve(context.cwd, file);
  if (!existsSync(sample)) {
    throw new Refusal(EXIT.usage, [`${file}: there is no such file, expected a sample [file-missing]`]);
  }
  const options = { feed: feedName(flags), broker: brokerName(flags), to: datasetNamed(flags, datasets) };
  const inferred = await inferFeed(sample, options, datasets);
  if ('code' in inferred) throw new Refusal(EXIT.findings, [formatSampleProblem(inferred)]);
  const folder = path.join(await feedsFolder(context, flags), inferred.feed);
  const files = await writeDraft(context, folder, inferred);
  const loaded = await loadFeed(folder, datasets);
  const problems = Array.isArray(loaded) ? loaded.map(formatFeedProblem) : [];
  const place = files[0] ?? folder;
  context.process.stdout.write(
    flags.json
      ? jsonText({ ...asDocument(inferred), files, loads: problems.length === 0, problems })
      : drafted(inferred, files, problems),
  );
  const next = `tapewarden feeds check ${inferred.feed} --feeds ${placeOf(context, path.dirname(folder))} --sample ${visible(file)}`;
  context.process.stderr.write(
    problems.length === 0 ? `next: ${next}\n` : `next: complete ${place}, then ${next}\n`,
  );
  return problems.length === 0 ? EXIT.clear : EXIT.findings;
}

function feedName({ feed }: InferFlags): string | null {
  if (feed === undefined || /^[a-z][a-z0-9-]*$/.test(feed)) return feed ?? null;
  throw new Refusal(EXIT.usage, [
    `--feed is ${quoted(feed)}, expected a name of lower-case letters, digits and dashes [feed-name-unusable]`,
  ]);
}

function brokerName({ broker }: InferFlags): string | null {
  if (broker === undefined || /^[A-Z0-9]{1,7}$/.test(broker)) return broker ?? null;
  throw new Refusal(EXIT.usage, [
    `--broker is ${quoted(broker)}, expected an IMID of up to seven capital letters and digits [broker-unusable]`,
  ]);
}

function datasetNamed(
  { to }: InferFlags,
  datasets: ReadonlyMap<string, CanonicalDataset>,
): CanonicalDataset | null {
  if (to === undefined) return null;
  const dataset = datasets.get(to);
  if (dataset !== undefined) return dataset;
  throw new Refusal(EXIT.usage, [
    `--to is ${quoted(to)}, expected one of ${[...datasets.keys()].join(', ')} [dataset-unknown]`,
  ]);
}

/** Where new feeds go: as asked for, the project's own feeds, else `feeds`; never among those of the package. */
async function feedsFolder(context: CliContext, { out }: InferFlags): Promise<string> {
  if (out !== undefined) return path.resolve(context.cwd, out);
  const { feeds } = await loadProject(context, {});
  return feeds === path.join(packageRoot(), 'feeds') ? path.join(context.cwd, 'feeds') : feeds;
}

/** Writes both files, neither over one that is there; gives their places as a person would type them. */
async function writeDraft(context: CliContext, folder: string, inferred: InferredFeed): Promise<string[]> {
  const texts = [
    { file: path.join(folder, 'feed.yaml'), text: inferred.feed_yaml },
    { file: path.join(folder, 'record.schema.json'), text: inferred.record_schema },
  ];
  const there = texts.filter(({ file }) => existsSync(file));
  if (there.length > 0) {
    throw new Refusal(
      EXIT.usage,
      there.map(
        ({ file }) =>
          `${placeOf(context, file)}: exists already and is kept, expected a new feed; name another with --feed or --out [feed-exists]`,
      ),
    );
  }
  await mkdir(folder, { recursive: true });
  for (const { file, text } of texts) await writeFile(file, text, { flag: 'wx' });
  return texts.map(({ file }) => placeOf(context, file));
}

function drafted(inferred: InferredFeed, files: readonly string[], problems: readonly string[]): string {
  const { format, decisions } = inferred;
  const [spec = ''] = files;
  const missing = decisions.filter(({ kind }) => kind === 'missing');
  const confirm = decisions.filter(({ kind }) => kind === 'confirm');
  const place = ({ line, text }: { line: number; text: string }): string => `  ${spec}:${line}: ${text}`;
  const lines = [
    `feed     ${inferred.feed}`,
    `format   ${[format.type, inferred.compression, inferred.encoding].join(', ')}`,
    `records  ${counted(format.records, 'record')} of ${counted(inferred.fields.length, 'field')}, key ${inferred.key.join(', ')}`,
    `to       ${inferred.to}, ${inferred.mapped} of ${inferred.columns} columns mapped`,
    ...files.map((file, index) => `${index === 0 ? 'wrote    ' : '         '}${file}`),
    ...format.notes.map((note, index) => `${index === 0 ? 'note     ' : '         '}${note}`),
    ...(missing.length === 0 ? [] : ['to fill in', ...missing.map(place)]),
    ...(confirm.length === 0 ? [] : ['to look at', ...confirm.map(place)]),
    ...(problems.length === 0
      ? []
      : ['until then the feed does not load', ...problems.map((text) => `  ${text}`)]),
  ];
  return lines.map((line) => `${visible(line)}\n`).join('');
}

function asDocument(inferred: InferredFeed): object {
  const { format, fields, feed_yaml: _, record_schema: __, ...rest } = inferred;
  const members = format.members.map(({ key, value, guess }) => ({ key, value, ...guess }));
  const { type, header, trailer, records, notes } = format;
  const described = fields.map(({ name, value, present, distinct, part }) => ({
    name,
    ...part,
    present,
    distinct,
    value,
  }));
  return { ...rest, format: { type, members, header, trailer }, records, notes, fields: described };
}

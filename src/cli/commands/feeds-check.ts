import path from 'node:path';
import type { Feed } from '../../canonicalize/feed.js';
import { type FeedProblem, formatFeedProblem } from '../../canonicalize/feed-problem.js';
import { type FeedWarning, feedWarning, formatFeedWarning } from '../../canonicalize/feed-warning.js';
import { lintFeed } from '../../canonicalize/lint-feed.js';
import { loadFeed } from '../../canonicalize/load-feed.js';
import { type FeedCatalogue, loadFeedCatalogue } from '../../canonicalize/load-feed-catalogue.js';
import { type KeywordSpeeds, keywordSpeeds } from '../../canonicalize/validation/keyword-speeds.js';
import { visible } from '../../domain/diagnostic.js';
import { loadCanonicalDatasets } from '../../lake/canonical-dataset.js';
import { EXIT, type ExitCode } from '../../project/exit-codes.js';
import { loadProject, noFeeds, type Project, type ProjectFlags } from '../../project/project.js';
import { Refusal } from '../../project/refusal.js';
import { namesIn } from '../../store/local-files.js';
import { loadPatternCatalogue } from '../../surveillance/load-pattern-catalogue.js';
import type { CliContext } from '../cli-context.js';
import { counted, jsonText } from '../format-table.js';
import { requireKnown } from '../require-known.js';
import { sampleLines } from '../sample-text.js';
import { type TriedSample, trySample } from '../try-sample.js';

type CheckFlags = ProjectFlags & { readonly json: boolean; readonly sample?: string };

type CheckedFeed = {
  feed: string;
  warnings: FeedWarning[];
  speeds: KeywordSpeeds;
  sample: TriedSample | null;
};

/**
 * Checks one feed or every feed of the project: the specification, its keywords' speeds, what is probably not meant,
 * and what becomes of the sample in its folder.
 */
export async function feedsCheck(
  context: CliContext,
  flags: CheckFlags,
  ...names: readonly string[]
): Promise<ExitCode> {
  const project = await loadProject(context, flags);
  const { feeds, problems } = await chosenFeeds(project, names);
  if (flags.sample !== undefined && names.length !== 1) {
    throw new Refusal(EXIT.usage, [
      `--sample is given with ${counted(names.length, 'feed')}, expected the one feed whose sample it is [feed-expected]`,
    ]);
  }
  const read = await columnsRead(project);
  const checked: CheckedFeed[] = [];
  for (const feed of feeds) {
    const given = flags.sample === undefined ? null : path.resolve(context.cwd, flags.sample);
    checked.push(
      await checkOne(context, { feed, folder: path.join(project.feeds, feed.spec.feed), given, read }),
    );
  }
  context.process.stdout.write(
    flags.json ? jsonText({ problems, feeds: checked.map(asDocument) }) : report(problems, checked),
  );
  context.process.stderr.write(`${summary(problems, checked)}\n`);
  if (problems.length > 0) return EXIT.invalid_spec;
  return checked.some(({ sample }) => sample !== null && sample.status !== 'accepted')
    ? EXIT.findings
    : EXIT.clear;
}

/** All feeds and problems, or those of the folders named. */
async function chosenFeeds(project: Project, names: readonly string[]): Promise<FeedCatalogue> {
  const { feeds, problems } = await loadFeedCatalogue(project.feeds);
  if (feeds.length === 0 && problems.length === 0) throw new Refusal(EXIT.invalid_spec, [noFeeds(project)]);
  if (names.length === 0) return { feeds, problems };
  const known = await namesIn(project.feeds, 'folders');
  for (const name of names) requireKnown('feed', name, known);
  const own = feeds.filter(({ spec }) => names.includes(spec.feed));
  // The problem of a record schema stands in its file, which may lie elsewhere; so what loads decides.
  const broken = names.filter((name) => !own.some(({ spec }) => spec.feed === name));
  const loaded = await Promise.all(broken.map((name) => loadOne(project, name)));
  return { feeds: own, problems: loaded.flat() };
}

async function loadOne(project: Project, name: string): Promise<FeedProblem[]> {
  const loaded = await loadFeed(path.join(project.feeds, name), await loadCanonicalDatasets());
  return Array.isArray(loaded) ? loaded : [];
}

/** Columns that a pattern of the project reads, as `dataset.column`. */
async function columnsRead(project: Project): Promise<ReadonlySet<string>> {
  const { patterns } = await loadPatternCatalogue(project.patterns);
  return new Set(
    patterns.flatMap(({ spec }) =>
      Object.entries(spec.reads).flatMap(([dataset, columns]) =>
        columns.map((column) => `${dataset}.${column}`),
      ),
    ),
  );
}

type OneCheck = { feed: Feed; folder: string; given: string | null; read: ReadonlySet<string> };

async function checkOne(context: CliContext, { feed, folder, given, read }: OneCheck): Promise<CheckedFeed> {
  const warnings = await lintFeed(feed, folder, read);
  const found = (await namesIn(folder, 'files')).find((file) => file.startsWith('sample.'));
  const file = given ?? (found === undefined ? null : path.join(folder, found));
  const sample = file === null ? null : await trySample(context, feed, file);
  if (sample !== null && sample.dates.length > 1 && feed.spec.trade_date !== 'event') {
    warnings.push(
      feedWarning('feed-lint-sample-dates', { file: file ?? sample.file }, { dates: sample.dates }),
    );
  }
  return {
    feed: feed.spec.feed,
    warnings,
    speeds: keywordSpeeds(feed.routes.map(({ record }) => record)),
    sample,
  };
}

function report(problems: readonly FeedProblem[], checked: readonly CheckedFeed[]): string {
  const lines = [
    ...problems.map(formatFeedProblem),
    ...checked.flatMap(({ feed, warnings, speeds, sample }) => [
      feed,
      `  in SQL   ${countedKeywords(speeds.sql)}`,
      ...(speeds.ajv.size === 0
        ? []
        : [`  in Ajv   ${countedKeywords(speeds.ajv)}; slower, for every record`]),
      ...sampleLines(sample).map((line) => `  ${line}`),
      ...warnings.map((warning) => `  ${formatFeedWarning(warning)}`),
    ]),
  ];
  return lines.map((line) => `${visible(line)}\n`).join('');
}

function countedKeywords(counts: ReadonlyMap<string, number>): string {
  const sorted = [...counts].sort(([left], [right]) => (left < right ? -1 : 1));
  return sorted.length === 0
    ? 'no keyword'
    : sorted.map(([keyword, count]) => `${keyword} ${count}`).join(', ');
}

function asDocument({ speeds, ...rest }: CheckedFeed): unknown {
  return { ...rest, speeds: { sql: Object.fromEntries(speeds.sql), ajv: Object.fromEntries(speeds.ajv) } };
}

function summary(problems: readonly FeedProblem[], checked: readonly CheckedFeed[]): string {
  const warnings = checked.reduce((total, one) => total + one.warnings.length, 0);
  const tried = checked.filter(({ sample }) => sample !== null);
  const good = tried.filter(({ sample }) => sample?.status === 'accepted').length;
  return [
    `${counted(checked.length, 'feed')} sound`,
    counted(problems.length, 'problem'),
    counted(warnings, 'warning'),
    `${good} of ${counted(tried.length, 'sample')} accepted in full`,
  ].join(', ');
}

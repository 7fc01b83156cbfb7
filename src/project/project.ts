import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Feed } from '../canonicalize/feed.js';
import { formatFeedProblem } from '../canonicalize/feed-problem.js';
import { loadFeedCatalogue } from '../canonicalize/load-feed-catalogue.js';
import { codeSha256 } from '../domain/code-sha256.js';
import { formatPlace, quoted } from '../domain/diagnostic.js';
import type { Config } from '../domain/generated/config.js';
import { packageRoot } from '../domain/package-root.js';
import type { ConfiguredPattern } from '../jobs/plan-jobs.js';
import { openLocalStore } from '../store/local-store.js';
import type { ObjectRemover, ObjectStore } from '../store/object-store.js';
import { formatS3Uri, isS3Uri } from '../store/s3-location.js';
import { loadPatternCatalogue } from '../surveillance/load-pattern-catalogue.js';
import { formatPatternProblem } from '../surveillance/pattern-problem.js';
import { resolveSettings } from '../surveillance/resolve-settings.js';
import { EXIT } from './exit-codes.js';
import { type LoadedConfig, loadConfig } from './load-config.js';
import type { ProjectContext } from './project-context.js';
import { Refusal } from './refusal.js';
import { type S3Lake, s3LakeOf } from './s3-lake.js';

/** Where a project keeps its things, as absolute paths. */
export type Project = {
  raw: string;
  /** A folder, or `s3://bucket/prefix`. */
  lake: string;
  /** How the lake is reached where it is in S3, else null. */
  s3: S3Lake | null;
  /** Folder of work in progress and of what the database spills. */
  work: string;
  feeds: string;
  patterns: string;
  queries: string;
  settings: NonNullable<Config['settings']>;
  /** The Glue database that shows the lake to engines; null where none is kept. */
  catalog: NonNullable<Config['catalog']> | null;
  /** Where job plans run; empty where nothing is said, which is this machine. */
  jobs: NonNullable<Config['jobs']>;
  /** Who may touch the lake; null where nothing is said. */
  access: NonNullable<Config['access']> | null;
  /** The trail of audit commands; empty where nothing is said. */
  trail: NonNullable<Config['trail']>;
  /** The state machine that starts the days; null where nothing is said. */
  state_machine: NonNullable<Config['state_machine']> | null;
  /** Where the key of tokens for personal data is; null where nothing is said. */
  personal: NonNullable<Config['personal']> | null;
} & Pick<LoadedConfig, 'profile' | 'settingsAt'>;

/** Flags that stand in for what tapewarden.yaml says; relative to the folder of the call. */
export type ProjectFlags = {
  readonly profile?: string;
  readonly raw?: string;
  readonly lake?: string;
  readonly feeds?: string;
  readonly patterns?: string;
};

/** The same with the folder of predefined queries, which few commands read. */
export type QueryProjectFlags = ProjectFlags & { readonly queries?: string };

/** The project of the folder in which a command was called: tapewarden.yaml where there is one, flags before it. */
export async function loadProject(context: ProjectContext, flags: QueryProjectFlags): Promise<Project> {
  const { config, profile, settingsAt } = await loadConfig(context, flags);
  const place = (flag: string | undefined, configured: string | undefined, fallback: string): string =>
    path.resolve(context.cwd, flag ?? configured ?? fallback);
  const s3 = s3Lake(flags, config);
  const lake = s3 === null ? place(flags.lake, config.lake, 'lake') : formatS3Uri(s3.location);
  return {
    raw: place(flags.raw, config.raw, 'deliveries'),
    lake,
    s3,
    work: path.join(s3 === null ? lake : context.cwd, '.work'),
    feeds: place(flags.feeds, config.feeds, path.join(packageRoot(), 'feeds')),
    patterns: place(flags.patterns, config.patterns, path.join(packageRoot(), 'patterns')),
    queries: place(flags.queries, config.queries, path.join(packageRoot(), 'queries')),
    settings: config.settings ?? {},
    catalog: config.catalog ?? null,
    jobs: config.jobs ?? {},
    access: config.access ?? null,
    trail: config.trail ?? {},
    state_machine: config.state_machine ?? null,
    personal: config.personal ?? null,
    profile,
    settingsAt,
  };
}

function s3Lake(flags: ProjectFlags, config: LoadedConfig['config']): S3Lake | null {
  const uri = flags.lake ?? config.lake ?? '';
  return isS3Uri(uri) ? s3LakeOf({ uri, by: flags.lake === undefined ? 'config' : 'flag' }, config) : null;
}

/** The project's lake. Only one in S3 loads the AWS client. */
export async function openLake(project: Project): Promise<ObjectStore> {
  return openRemovableLake(project);
}

/** The project's lake with the right to remove from it; only for lake gc and lake retention. */
export async function openRemovableLake(project: Project): Promise<ObjectStore & ObjectRemover> {
  if (project.s3 === null) return openLocalStore(project.lake);
  const { openS3Lake } = await import('./open-s3-lake.js');
  return openS3Lake(project.s3, project);
}

/** All feeds of the project; a feed that is not sound ends the command with every problem printed. */
export async function loadFeeds(project: Project, only?: readonly string[]): Promise<Feed[]> {
  const { feeds, problems } = await loadFeedCatalogue(project.feeds, only);
  if (problems.length > 0) throw new Refusal(EXIT.invalid_spec, problems.map(formatFeedProblem));
  if (feeds.length === 0 && only === undefined) throw new Refusal(EXIT.invalid_spec, [noFeeds(project)]);
  return feeds;
}

/** The message for a folder without any feed. */
export function noFeeds(project: Project): string {
  return `${project.feeds}: holds no feed, expected folders with a feed.yaml; name another folder with --feeds [feeds-missing]`;
}

/** All patterns of the project with their settings, or those named alone; a pattern that is not sound ends the command. */
export async function loadPatterns(project: Project, only?: readonly string[]): Promise<ConfiguredPattern[]> {
  const { patterns, problems } = await loadPatternCatalogue(project.patterns, only);
  const configured = patterns.map((pattern) => ({
    pattern,
    settings: resolveSettings(
      pattern.spec.settings,
      project.settings[pattern.spec.id] ?? {},
      project.settingsAt(pattern.spec.id),
    ),
  }));
  const lines = problems.map(formatPatternProblem);
  if (patterns.length === 0 && problems.length === 0 && only === undefined) {
    lines.push(noPatterns(project));
  }
  for (const id of Object.keys(project.settings)) {
    if (only === undefined && !patterns.some(({ spec }) => spec.id === id)) {
      lines.push(
        `${formatPlace(project.settingsAt(id))}: settings are given for pattern ${quoted(id)}, expected one of ${patterns.map(({ spec }) => spec.id).join(', ')} [config-pattern-unknown]`,
      );
    }
  }
  const resolved: ConfiguredPattern[] = [];
  for (const { pattern, settings } of configured) {
    if (Array.isArray(settings)) lines.push(...settings.map(formatPatternProblem));
    else resolved.push({ pattern, settings });
  }
  if (lines.length > 0) throw new Refusal(EXIT.invalid_spec, lines);
  return resolved;
}

/** The message for a folder without any pattern. */
export function noPatterns(project: Project): string {
  return `${project.patterns}: holds no pattern, expected folders with a pattern.yaml; name another folder with --patterns [patterns-missing]`;
}

/** What a run says of the program that made it. */
export async function programIdentity(): Promise<{ version: string; code_sha256: string }> {
  return { version: await packageVersion(), code_sha256: await codeSha256() };
}

/** The version in package.json. */
export async function packageVersion(): Promise<string> {
  const text = await readFile(path.join(packageRoot(), 'package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

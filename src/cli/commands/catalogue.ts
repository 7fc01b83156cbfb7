import { formatFeedProblem } from '../../canonicalize/feed-problem.js';
import { loadFeedCatalogue } from '../../canonicalize/load-feed-catalogue.js';
import type { CliContext } from '../cli-context.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { formatTable, jsonText } from '../format-table.js';
import { loadFeeds, loadPatterns, loadProject, type ProjectFlags } from '../project.js';
import { Refusal } from '../refusal.js';

type ListFlags = ProjectFlags & { readonly json: boolean };

/** Lists the feeds of the project. */
export async function feedsList(context: CliContext, flags: ListFlags): Promise<ExitCode> {
  const feeds = await loadFeeds(await loadProject(context, flags));
  const specs = feeds.map(({ spec }) => spec);
  const columns = ['feed', 'version', 'broker', 'format', 'dataset', 'due', 'file'].map((title) => ({
    title,
  }));
  const rows = specs.map((spec) => [
    spec.feed,
    String(spec.version),
    spec.broker,
    spec.format.type,
    spec.to,
    `${spec.arrives.by} ${spec.arrives.zone}`,
    spec.file,
  ]);
  context.process.stdout.write(flags.json ? jsonText(specs) : formatTable(columns, rows, context.width));
  return EXIT.clear;
}

/** Checks every feed of the project and prints each problem with file, line and column. */
export async function feedsCheck(context: CliContext, flags: ListFlags): Promise<ExitCode> {
  const project = await loadProject(context, flags);
  const { feeds, problems } = await loadFeedCatalogue(project.feeds);
  if (flags.json) context.process.stdout.write(jsonText(problems));
  else for (const problem of problems) context.process.stdout.write(`${formatFeedProblem(problem)}\n`);
  context.process.stderr.write(`${feeds.length} feeds sound, ${problems.length} problems\n`);
  return problems.length > 0 ? EXIT.invalid_spec : EXIT.clear;
}

/** Lists the patterns of the project. */
export async function patternsList(context: CliContext, flags: ListFlags): Promise<ExitCode> {
  const patterns = await loadPatterns(await loadProject(context, flags));
  const specs = patterns.map(({ pattern }) => pattern.spec);
  const columns = ['pattern', 'version', 'severity', 'workload', 'reads', 'title'].map((title) => ({
    title,
  }));
  const rows = specs.map((spec) => [
    spec.id,
    String(spec.version),
    spec.severity,
    spec.workload,
    Object.keys(spec.reads).join(' '),
    spec.title,
  ]);
  context.process.stdout.write(flags.json ? jsonText(specs) : formatTable(columns, rows, context.width));
  return EXIT.clear;
}

/** Shows one pattern: what it looks for, by which rules, with which settings. */
export async function patternsShow(context: CliContext, flags: ListFlags, id: string): Promise<ExitCode> {
  const patterns = await loadPatterns(await loadProject(context, flags));
  const found = patterns.find(({ pattern }) => pattern.spec.id === id);
  if (found === undefined) {
    const known = patterns.map(({ pattern }) => pattern.spec.id).join(', ');
    throw new Refusal(EXIT.usage, [`no pattern "${id}", expected one of ${known} [pattern-unknown]`]);
  }
  const { spec } = found.pattern;
  const { stdout } = context.process;
  if (flags.json) {
    stdout.write(jsonText({ ...spec, settings_in_force: found.settings.values }));
    return EXIT.clear;
  }
  stdout.write(`${spec.id} version ${spec.version}: ${spec.title}\n\n${spec.behaviour}\n\n`);
  stdout.write(
    `rules     ${spec.cites.join(' · ')}\nseverity  ${spec.severity}\nsubject   ${spec.subject.join(', ')}\n\n`,
  );
  const columns = ['setting', 'default', 'in force', 'type', 'source', 'meaning'].map((title) => ({ title }));
  const rows = Object.entries(spec.settings).map(([name, setting]) => [
    name,
    setting.default,
    found.settings.values[name] ?? '',
    setting.type,
    setting.source,
    setting.meaning,
  ]);
  stdout.write(formatTable(columns, rows, context.width));
  return EXIT.clear;
}

import { formatFeedProblem } from '../../canonicalize/feed-problem.js';
import { loadFeedCatalogue } from '../../canonicalize/load-feed-catalogue.js';
import { visible } from '../../domain/diagnostic.js';
import { wrapText } from '../../report/wrap-text.js';
import type { CliContext } from '../cli-context.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { counted, formatTable, jsonText } from '../format-table.js';
import { loadFeeds, loadPatterns, loadProject, noFeeds, type ProjectFlags } from '../project.js';
import { Refusal } from '../refusal.js';
import { requireKnown } from '../require-known.js';

type ListFlags = ProjectFlags & { readonly json: boolean };

/** Lists the feeds of the project. */
export async function feedsList(context: CliContext, flags: ListFlags): Promise<ExitCode> {
  const feeds = await loadFeeds(await loadProject(context, flags));
  const specs = feeds.map(({ spec }) => spec);
  const columns = ['feed', 'broker', 'format', 'dataset', 'due', 'file'].map((title) => ({ title }));
  const rows = specs.map((spec) => [
    spec.feed,
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
  if (feeds.length === 0 && problems.length === 0) throw new Refusal(EXIT.invalid_spec, [noFeeds(project)]);
  if (flags.json) context.process.stdout.write(jsonText(problems));
  for (const problem of flags.json ? [] : problems) {
    context.process.stdout.write(`${visible(formatFeedProblem(problem))}\n`);
  }
  context.process.stderr.write(
    `${counted(feeds.length, 'feed')} sound, ${counted(problems.length, 'problem')}\n`,
  );
  return problems.length > 0 ? EXIT.invalid_spec : EXIT.clear;
}

/** Lists the patterns of the project. */
export async function patternsList(context: CliContext, flags: ListFlags): Promise<ExitCode> {
  const patterns = await loadPatterns(await loadProject(context, flags));
  const specs = patterns.map(({ pattern }) => pattern.spec);
  const columns = ['pattern', 'version', 'severity', 'reads', 'title'].map((title) => ({ title }));
  const rows = specs.map((spec) => [
    spec.id,
    String(spec.version),
    spec.severity,
    Object.keys(spec.reads).join(' '),
    spec.title,
  ]);
  context.process.stdout.write(flags.json ? jsonText(specs) : formatTable(columns, rows, context.width));
  return EXIT.clear;
}

/** Shows one pattern: what it looks for, by which rules, with which settings. */
export async function patternsShow(context: CliContext, flags: ListFlags, id: string): Promise<ExitCode> {
  const project = await loadProject(context, flags);
  const patterns = await loadPatterns(project);
  requireKnown(
    'pattern',
    id,
    patterns.map(({ pattern }) => pattern.spec.id),
  );
  const { stdout } = context.process;
  for (const { pattern, settings } of patterns.filter((one) => one.pattern.spec.id === id)) {
    const { spec } = pattern;
    if (flags.json) {
      stdout.write(jsonText({ ...spec, settings_in_force: settings.values }));
      continue;
    }
    const behaviour = wrapText(visible(spec.behaviour), context.width).join('\n');
    stdout.write(`${spec.id} version ${spec.version}: ${visible(spec.title)}\n\n${behaviour}\n\n`);
    const facts = [
      `rules     ${spec.cites.join(' · ')}`,
      `severity  ${spec.severity}`,
      `workload  ${spec.workload}`,
      `reads     ${Object.keys(spec.reads).join(', ')}`,
      `subject   ${spec.subject.join(', ')}`,
    ];
    stdout.write(`${facts.map(visible).join('\n')}\n\n`);
    const columns = ['setting', 'in force', 'default', 'source', 'meaning'].map((title) => ({ title }));
    const rows = Object.entries(spec.settings).map(([name, setting]) => [
      name,
      project.settings[id]?.[name] ?? setting.default,
      setting.default,
      setting.source,
      setting.meaning,
    ]);
    stdout.write(formatTable(columns, rows, context.width));
  }
  return EXIT.clear;
}

import { visible } from '../../domain/diagnostic.js';
import type { PatternSpec } from '../../domain/generated/pattern.js';
import { EXIT, type ExitCode } from '../../project/exit-codes.js';
import { loadPatterns, loadProject, type ProjectFlags } from '../../project/project.js';
import { wrapText } from '../../report/wrap-text.js';
import { severityRange } from '../../surveillance/score-alert.js';
import type { CliContext } from '../cli-context.js';
import { formatTable, jsonText } from '../format-table.js';
import { requireKnown } from '../require-known.js';

type ListFlags = ProjectFlags & { readonly json: boolean };

/** Lists the patterns of the project. */
export async function patternsList(context: CliContext, flags: ListFlags): Promise<ExitCode> {
  const patterns = await loadPatterns(await loadProject(context, flags));
  const specs = patterns.map(({ pattern }) => pattern.spec);
  const columns = ['pattern', 'version', 'severity', 'reads', 'title'].map((title) => ({ title }));
  const rows = specs.map((spec) => [
    spec.id,
    String(spec.version),
    severityRange(spec),
    mainDataset(spec.reads),
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
      `severity  ${severityRange(spec)}: score ${spec.severity.start} and more, medium from ${spec.severity.medium}, high from ${spec.severity.high}`,
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
    stdout.write(`\n${scoringTable(spec, context.width)}`);
  }
  return EXIT.clear;
}

/** What adds points to the score of its alerts, by measure. */
function scoringTable({ severity, measures }: PatternSpec, width: number): string {
  const columns = ['measure', 'points', 'from', 'all at', 'source'].map((title) => ({ title }));
  const rows = Object.entries(severity.parts).map(([measure, { points, from, full, source }]) => [
    measure,
    String(points),
    from ?? measures[measure]?.setting ?? '',
    full,
    source ?? severity.source,
  ]);
  return formatTable(columns, rows, width);
}

/** The dataset whose rows a pattern looks at, and how many it reads besides: `order_events +2`. */
function mainDataset(reads: object): string {
  const [main = '', ...others] = Object.keys(reads);
  return others.length === 0 ? main : `${main} +${others.length}`;
}

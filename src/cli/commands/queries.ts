import { visible } from '../../domain/diagnostic.js';
import { EXIT, type ExitCode } from '../../project/exit-codes.js';
import { loadProject, type QueryProjectFlags } from '../../project/project.js';
import { wrapText } from '../../report/wrap-text.js';
import { chooseQueries } from '../chosen-queries.js';
import type { CliContext } from '../cli-context.js';
import { formatTable, jsonText } from '../format-table.js';

type ReadFlags = Pick<QueryProjectFlags, 'profile' | 'queries'> & { readonly json: boolean };

const titled = (...titles: string[]): { title: string }[] => titles.map((title) => ({ title }));

/** Lists the predefined queries of the project. */
export async function queriesList(context: CliContext, flags: ReadFlags): Promise<ExitCode> {
  const queries = await chooseQueries(await loadProject(context, flags), []);
  const specs = queries.map(({ spec }) => spec);
  const rows = specs.map(({ id, version, reads, title }) => [
    id,
    String(version),
    Object.keys(reads).join(', '),
    title,
  ]);
  const columns = titled('query', 'version', 'reads', 'title');
  context.process.stdout.write(flags.json ? jsonText(specs) : formatTable(columns, rows, context.width));
  return EXIT.clear;
}

/** Shows one predefined query: what it answers, by which rules, with which settings and columns. */
export async function queriesShow(context: CliContext, flags: ReadFlags, id: string): Promise<ExitCode> {
  const { stdout } = context.process;
  for (const { spec } of await chooseQueries(await loadProject(context, flags), [id])) {
    if (flags.json) {
      stdout.write(jsonText(spec));
      continue;
    }
    const { reads, reads_if_present = {}, settings, columns } = spec;
    const question = wrapText(visible(spec.question), context.width).join('\n');
    stdout.write(`${spec.id} version ${spec.version}: ${visible(spec.title)}\n\n${question}\n\n`);
    const facts = [
      `rules     ${spec.cites.join(' · ')}`,
      `reads     ${Object.keys(reads).join(', ')}`,
      `if there  ${Object.keys(reads_if_present).join(', ')}`,
      `row per   ${spec.key.join(', ')}`,
    ];
    stdout.write(`${facts.map(visible).join('\n')}\n\n`);
    const set = Object.entries(settings).map(([name, one]) => [name, one.default, one.source, one.meaning]);
    stdout.write(formatTable(titled('setting', 'default', 'source', 'meaning'), set, context.width));
    const shown = Object.entries(columns).map(([name, { unit, meaning }]) => [name, unit, meaning]);
    stdout.write(`\n${formatTable(titled('column', 'unit', 'meaning'), shown, context.width)}\n`);
    const limits = spec.cannot_see.map((limit) => [limit]);
    stdout.write(formatTable(titled('what it cannot see'), limits, context.width));
  }
  return EXIT.clear;
}

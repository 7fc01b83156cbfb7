import { EXIT, type ExitCode } from '../../project/exit-codes.js';
import { loadFeeds, loadProject, type ProjectFlags } from '../../project/project.js';
import type { CliContext } from '../cli-context.js';
import { formatTable, jsonText } from '../format-table.js';

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
    spec.arrives.due === 'on-request' ? 'on request' : `${spec.arrives.by} ${cityOf(spec.arrives.zone)}`,
    spec.file,
  ]);
  context.process.stdout.write(flags.json ? jsonText(specs) : formatTable(columns, rows, context.width));
  return EXIT.clear;
}

/** The city by which an IANA zone is named. */
function cityOf(zone: string): string {
  return (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');
}

import { visible } from '../../domain/diagnostic.js';
import { collectGarbage } from '../../lake/removal/collect-garbage.js';
import { EXIT, type ExitCode } from '../../project/exit-codes.js';
import { loadProject, openRemovableLake, type ProjectFlags } from '../../project/project.js';
import type { CliContext } from '../cli-context.js';
import { counted } from '../format-table.js';

type GcFlags = ProjectFlags & { readonly grace: bigint; readonly dryRun: boolean };

/** Removes what interrupted work has left behind and nothing names, or lists it. */
export async function lakeGc(context: CliContext, flags: GcFlags): Promise<ExitCode> {
  const store = await openRemovableLake(await loadProject(context, flags));
  const { now_ns, new_write_id } = context;
  const dry_run = flags.dryRun;
  const found = await collectGarbage({ store, now_ns, new_write_id }, { grace_ns: flags.grace, dry_run });
  const lines = [
    ...found.removed.map(({ key, bytes }) => ['unnamed', key, bytes] as const),
    ...found.finished.map(({ key, bytes }) => ['left over', key, bytes] as const),
    ...found.results.map(({ key, bytes }) => ['results', key, bytes] as const),
    ...found.abandoned.map(({ name, bytes }) => ['unfinished', name, bytes] as const),
  ];
  for (const [why, key, bytes] of lines) {
    context.process.stdout.write(`${why.padEnd(10)}  ${visible(key)}  ${counted(bytes, 'byte')}\n`);
  }
  const bytes = lines.reduce((total, [, , size]) => total + size, 0);
  const summary = [
    `${dry_run ? 'to remove' : 'removed'.padEnd(9)}   ${counted(lines.length, 'object')}, ${counted(bytes, 'byte')}`,
    `young       ${counted(found.young.length, 'object')} that nothing names, younger than the grace period`,
    `raw         ${counted(found.raw.length, 'object')} that nothing names, kept as evidence`,
  ];
  context.process.stderr.write(`${summary.join('\n')}\n`);
  return EXIT.clear;
}

import { EXIT, type ExitCode } from '../../project/exit-codes.js';
import { loadProject, type QueryProjectFlags } from '../../project/project.js';
import { scaffoldQuery } from '../../surveillance/queries/scaffold-query.js';
import type { CliContext } from '../cli-context.js';
import { writeNewFolder } from '../write-new-folder.js';

/** Writes the folder of a new predefined query: a small working example that lints and tests, to be changed file by file. */
export async function queriesNew(
  context: CliContext,
  flags: Pick<QueryProjectFlags, 'profile' | 'queries'>,
  id: string,
): Promise<ExitCode> {
  const { queries } = await loadProject(context, flags);
  const { folder, flag } = await writeNewFolder(context, {
    ...{ kind: 'query', example: 'firm-activity', id, place: queries },
    files: scaffoldQuery(id),
  });
  context.process.stdout.write(
    [
      `query       ${folder}`,
      `next        tapewarden queries test ${id}${flag}`,
      `            tapewarden queries run ${id}${flag}`,
      '',
    ].join('\n'),
  );
  return EXIT.clear;
}

import { EXIT, type ExitCode } from '../../project/exit-codes.js';
import { loadProject, type ProjectFlags } from '../../project/project.js';
import { scaffoldPattern } from '../../surveillance/scaffold-pattern.js';
import type { CliContext } from '../cli-context.js';
import { writeNewFolder } from '../write-new-folder.js';

/** Writes the folder of a new pattern: a small working example that lints and tests, to be changed file by file. */
export async function patternsNew(context: CliContext, flags: ProjectFlags, id: string): Promise<ExitCode> {
  const { patterns } = await loadProject(context, flags);
  const { folder, flag } = await writeNewFolder(context, {
    ...{ kind: 'pattern', example: 'wash-trade', id, place: patterns },
    files: scaffoldPattern(id),
  });
  context.process.stdout.write(
    [
      `pattern     ${folder}`,
      `next        tapewarden patterns test ${id}${flag}`,
      `            tapewarden patterns lint ${id}${flag}`,
      '',
    ].join('\n'),
  );
  return EXIT.clear;
}

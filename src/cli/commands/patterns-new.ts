import { existsSync } from 'node:fs';
import path from 'node:path';
import { quoted } from '../../domain/diagnostic.js';
import { packageRoot } from '../../domain/package-root.js';
import { scaffoldPattern } from '../../surveillance/scaffold-pattern.js';
import type { CliContext } from '../cli-context.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { placeOf } from '../place-of.js';
import { loadProject, type ProjectFlags } from '../project.js';
import { Refusal } from '../refusal.js';
import { writeDocument } from '../write-document.js';

/** Writes the folder of a new pattern: a small working example that lints and tests, to be changed file by file. */
export async function patternsNew(context: CliContext, flags: ProjectFlags, id: string): Promise<ExitCode> {
  if (!/^[a-z][a-z0-9-]*$/.test(id)) {
    throw new Refusal(EXIT.usage, [
      `a pattern is not called ${quoted(id)}, expected lower-case letters, digits and hyphens, such as wash-trade [pattern-id-invalid]`,
    ]);
  }
  const project = await loadProject(context, flags);
  // The patterns of the package are not the user's to add to.
  const ours = path.join(packageRoot(), 'patterns');
  const patterns =
    project.patterns === ours && context.cwd !== packageRoot()
      ? path.join(context.cwd, 'patterns')
      : project.patterns;
  const folder = path.join(patterns, id);
  if (existsSync(folder)) {
    throw new Refusal(EXIT.usage, [
      `${placeOf(context, folder)}: is there already; choose another name, or change what it holds [pattern-exists]`,
    ]);
  }
  for (const [file, text] of scaffoldPattern(id)) await writeDocument(path.join(folder, file), text);
  const flag = patterns === project.patterns ? '' : ` --patterns ${placeOf(context, patterns)}`;
  context.process.stdout.write(
    [
      `pattern     ${placeOf(context, folder)}`,
      `next        tapewarden patterns test ${id}${flag}`,
      `            tapewarden patterns lint ${id}${flag}`,
      '',
    ].join('\n'),
  );
  return EXIT.clear;
}

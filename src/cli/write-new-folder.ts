import { existsSync } from 'node:fs';
import path from 'node:path';
import { quoted } from '../domain/diagnostic.js';
import { packageRoot } from '../domain/package-root.js';
import { EXIT } from '../project/exit-codes.js';
import { Refusal } from '../project/refusal.js';
import type { CliContext } from './cli-context.js';
import { placeOf } from './place-of.js';
import { writeDocument } from './write-document.js';

/** What gets a folder of its own: its kind, an example of a name, and where the project keeps those of its kind. */
export type NewFolder = {
  kind: 'pattern' | 'query';
  example: string;
  id: string;
  /** Folder that the project reads; that of the package is not the user's to add to. */
  place: string;
  files: ReadonlyMap<string, string>;
};

/**
 * Writes the folder of something new into that of its kind, or into one below the folder of the call where the project has none of its own.
 *
 * Gives the folder and the flag that later commands need to find it, empty without. Refuses a name that is none, and one that is taken.
 */
export async function writeNewFolder(
  context: CliContext,
  { kind, example, id, place, files }: NewFolder,
): Promise<{ folder: string; flag: string }> {
  if (!/^[a-z][a-z0-9-]*$/.test(id)) {
    throw new Refusal(EXIT.usage, [
      `a ${kind} is not called ${quoted(id)}, expected lower-case letters, digits and hyphens, such as ${example} [${kind}-id-invalid]`,
    ]);
  }
  const plural = kind === 'pattern' ? 'patterns' : 'queries';
  const ours = place === path.join(packageRoot(), plural) && context.cwd !== packageRoot();
  const parent = ours ? path.join(context.cwd, plural) : place;
  const folder = path.join(parent, id);
  if (existsSync(folder)) {
    throw new Refusal(EXIT.usage, [
      `${placeOf(context, folder)}: is there already; choose another name, or change what it holds [${kind}-exists]`,
    ]);
  }
  for (const [file, text] of files) await writeDocument(path.join(folder, file), text);
  return {
    folder: placeOf(context, folder),
    flag: ours ? ` --${plural} ${placeOf(context, parent)}` : '',
  };
}

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { checkRepair } from '../../canonicalize/replay/check-repair.js';
import { formatRepairProblem } from '../../canonicalize/replay/repair-problem.js';
import { storedOutcome } from '../../canonicalize/replay/replay-outcome.js';
import type { Repair } from '../../domain/generated/repair.js';
import type { StoredRepair } from '../../domain/generated/stored-repair.js';
import { parsePlacedYaml } from '../../domain/placed-yaml.js';
import { formatSpecProblem } from '../../domain/spec-problem.js';
import { validateSpec } from '../../domain/validate-spec.js';
import { readAllChains } from '../../lake/quarantine/find-delivered.js';
import { type PlacedRepair, storeRepair } from '../../lake/quarantine/repair-store.js';
import { EXIT, type ExitCode } from '../../project/exit-codes.js';
import { openPersonalKey } from '../../project/open-personal-key.js';
import { loadFeeds, loadProject, openLake, type ProjectFlags } from '../../project/project.js';
import { Refusal } from '../../project/refusal.js';
import { inProcessFolder } from '../../store/process-folder.js';
import type { CliContext } from '../cli-context.js';
import { replayAll, writeOutcomes } from '../replay-repairs.js';

type RepairFlags = ProjectFlags & {
  readonly patch: string;
  readonly by?: string;
  readonly reason?: string;
  readonly replay: boolean;
  readonly json: boolean;
};

/** Stores a repair of rejected records once it is found sound; it takes effect by a replay. */
export async function quarantineRepair(context: CliContext, flags: RepairFlags): Promise<ExitCode> {
  const project = await loadProject(context, flags);
  const feeds = await loadFeeds(project);
  const personal = await openPersonalKey(context, project);
  const store = await openLake(project);
  const chains = await readAllChains(store);
  const { repair, yaml } = await readRepairFile(context, flags.patch);
  const by = flags.by ?? repair.by ?? null;
  const reason = flags.reason ?? repair.reason ?? null;
  const checked = await inProcessFolder(project.work, (work) =>
    checkRepair({ store, work, feeds }, chains, { repair, yaml, by, reason }),
  );
  const problems = checked.flatMap((one) => ('code' in one ? [formatRepairProblem(one)] : []));
  if (problems.length > 0) throw new Refusal(EXIT.invalid_spec, problems);
  const stored: PlacedRepair[] = [];
  for (const one of checked as StoredRepair[]) stored.push(await storeRepair(store, one));
  if (flags.replay)
    return writeOutcomes(
      context,
      await inProcessFolder(project.work, (work) =>
        replayAll(context, { work, store, feeds, ...personal }, stored),
      ),
      flags,
    );
  const code = writeOutcomes(context, stored.map(storedOutcome), flags);
  if (!flags.json) context.process.stderr.write('publish what passes: tapewarden quarantine replay\n');
  return code;
}

async function readRepairFile(
  context: CliContext,
  file: string,
): Promise<{ repair: Repair; yaml: Exclude<ReturnType<typeof parsePlacedYaml>, readonly unknown[]> }> {
  const text = await readFile(path.resolve(context.cwd, file), 'utf8').catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR' && error.code !== 'EISDIR') throw error;
      throw new Refusal(EXIT.usage, [`${file}: there is no such file, expected a repair [file-missing]`]);
    },
  );
  const yaml = parsePlacedYaml(file, text);
  if (Array.isArray(yaml)) throw new Refusal(EXIT.invalid_spec, yaml.map(formatSpecProblem));
  const repair = await validateSpec<Repair>(yaml, 'repair');
  if (Array.isArray(repair)) throw new Refusal(EXIT.invalid_spec, repair.map(formatSpecProblem));
  return { repair, yaml };
}

import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { DeliveryOutcome } from '../../domain/generated/run.js';
import { filesIn } from '../../jobs/run-day.js';
import { takeDelivery } from '../../jobs/take-delivery.js';
import { EXIT, type ExitCode } from '../../project/exit-codes.js';
import { openCatalog } from '../../project/open-catalog.js';
import { openPersonalKey } from '../../project/open-personal-key.js';
import { loadFeeds, loadProject, openLake, type Project, type ProjectFlags } from '../../project/project.js';
import { Refusal } from '../../project/refusal.js';
import { inProcessFolder } from '../../store/process-folder.js';
import type { CliContext } from '../cli-context.js';
import { onlyTradeDate } from '../day-files.js';
import { deliveryMessages } from '../delivery-messages.js';
import { formatTable, grouped, jsonText } from '../format-table.js';
import { placeOf } from '../place-of.js';
import { syncAfterCommit } from '../sync-after-commit.js';

type CanonicalizeFlags = ProjectFlags & { readonly date?: string; readonly json: boolean };

/** Canonicalizes the given files, or all of the folder of deliveries, and prints what became of each. */
export async function canonicalize(
  context: CliContext,
  flags: CanonicalizeFlags,
  ...files: readonly string[]
): Promise<ExitCode> {
  const project = await loadProject(context, flags);
  const feeds = await loadFeeds(project);
  const paths = files.length > 0 ? await givenFiles(context, files) : await deliveredFiles(context, project);
  const where = files.length > 0 ? 'the files given' : placeOf(context, project.raw);
  const names = paths.map((file) => path.basename(file));
  const trade_date = flags.date ?? onlyTradeDate(where, names, feeds);
  const personal = await openPersonalKey(context, project);
  const store = await openLake(project);
  const catalog = await openCatalog(project, store);
  const { now_ns, new_write_id } = context;
  const outcomes: DeliveryOutcome[] = [];
  await inProcessFolder(project.work, async (work) => {
    for (const file of paths) {
      const outcome = await takeDelivery(
        { store, work, now_ns, new_write_id, feeds, ...personal },
        { raw: path.dirname(file), name: path.basename(file), trade_date },
      );
      for (const message of deliveryMessages(outcome)) context.process.stderr.write(`${message}\n`);
      outcomes.push(outcome);
    }
  });
  await syncAfterCommit(context, catalog, trade_date);
  context.process.stdout.write(flags.json ? jsonText(outcomes) : outcomeTable(outcomes, context.width));
  const rejected = outcomes.some(({ totals }) => (totals?.rejected ?? 0) > 0);
  const quarantined = outcomes.some(
    ({ status, totals }) => status !== 'refused' && (totals?.rejected ?? 0) > 0,
  );
  if (quarantined) context.process.stderr.write('rejected records: tapewarden quarantine list\n');
  return rejected || outcomes.some(({ status }) => status === 'refused') ? EXIT.findings : EXIT.clear;
}

async function deliveredFiles(context: CliContext, project: Project): Promise<string[]> {
  const names = await filesIn(project.raw);
  if (names.length > 0) return names.map((name) => path.join(project.raw, name));
  throw new Refusal(EXIT.usage, [
    `${placeOf(context, project.raw)}: holds no file, expected deliveries; put files there, or name files [deliveries-missing]`,
  ]);
}

/** Absolute paths of the files given; refuses those that are not there or no files before anything is done. */
async function givenFiles(context: CliContext, files: readonly string[]): Promise<string[]> {
  const paths = files.map((file) => path.resolve(context.cwd, file));
  const found = await Promise.all(paths.map((file) => stat(file).catch(orMissing)));
  const lines = files.flatMap((file, index) => {
    const entry = found[index] ?? null;
    if (entry === null) return [`${file}: there is no such file, expected a delivery [file-missing]`];
    if (entry.isFile()) return [];
    return [`${file}: is no file, expected a delivery; a whole folder goes with --raw [file-expected]`];
  });
  if (lines.length > 0) throw new Refusal(EXIT.usage, lines);
  return paths;
}

function orMissing(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return null;
  throw error;
}

function outcomeTable(outcomes: readonly DeliveryOutcome[], width: number): string {
  const numbers = ['read', 'accepted', 'rejected', 'duplicates'] as const;
  const columns = [
    { title: 'status' },
    ...numbers.map((title) => ({ title, align: 'right' as const })),
    { title: 'file' },
  ];
  const rows = outcomes.map((outcome) => [
    outcome.status.replace('_', ' '),
    ...numbers.map((name) => (outcome.totals === null ? '' : grouped(outcome.totals[name]))),
    outcome.file,
  ]);
  return formatTable(columns, rows, width);
}

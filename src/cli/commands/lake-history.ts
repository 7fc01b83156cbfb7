import { visible } from '../../domain/diagnostic.js';
import type { LakeHistory } from '../../domain/generated/lake-history.js';
import { readHistory } from '../../lake/read-history.js';
import { listCommittedFeeds } from '../../lake/read-lake.js';
import { EXIT, type ExitCode } from '../../project/exit-codes.js';
import { loadProject, openLake, type ProjectFlags } from '../../project/project.js';
import { tellHistory } from '../../report/tell-history.js';
import { readingAsOf } from '../as-of.js';
import type { CliContext } from '../cli-context.js';
import { counted, jsonText } from '../format-table.js';
import { requireKnown } from '../require-known.js';

type HistoryFlags = ProjectFlags & {
  readonly date?: string;
  readonly feed?: string;
  readonly asOf?: string;
  readonly json: boolean;
};

/** Tells what changed in the lake, and why, in the order in which it happened. */
export async function lakeHistory(context: CliContext, flags: HistoryFlags): Promise<ExitCode> {
  const store = await openLake(await loadProject(context, flags));
  if (flags.feed !== undefined) requireKnown('feed', flags.feed, await listCommittedFeeds(store));
  const reading = {
    ...(await readingAsOf(store, flags.asOf)),
    ...(flags.feed === undefined ? {} : { feed: flags.feed }),
  };
  const known = await readHistory(store, reading);
  const shown =
    flags.date === undefined ? known : await readHistory(store, { ...reading, trade_date: flags.date });
  if (flags.json) {
    const document: LakeHistory = {
      format: 1,
      entries: shown.map(({ key, sha256, entry }) => ({ key, sha256, entry: { ...entry } })),
    };
    context.process.stdout.write(jsonText(document));
    return EXIT.clear;
  }
  const text = tellHistory(shown, known, context.width).split('\n').map(visible).join('\n');
  context.process.stdout.write(text);
  context.process.stderr.write(`${counted(shown.length, 'entry', 'entries')}\n`);
  return EXIT.clear;
}

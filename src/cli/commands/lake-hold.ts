import { readManifestChain } from '../../lake/manifest-chain.js';
import { listCommittedFeeds } from '../../lake/read-lake.js';
import { standingHolds } from '../../lake/retention/holds.js';
import { placeHold, releaseHold } from '../../lake/retention/place-hold.js';
import { EXIT, type ExitCode } from '../../project/exit-codes.js';
import { loadProject, openLake, type ProjectFlags } from '../../project/project.js';
import { Refusal } from '../../project/refusal.js';
import type { CliContext } from '../cli-context.js';
import { counted, formatTable, jsonText } from '../format-table.js';
import { requireKnown } from '../require-known.js';

type HoldFlags = ProjectFlags & {
  readonly from: string;
  readonly to: string;
  readonly reason: string;
  readonly by: string;
  readonly feed?: string;
};

/** Places a legal hold on trade dates of one feed or of all that the lake has; prints its id. */
export async function lakeHold(context: CliContext, flags: HoldFlags): Promise<ExitCode> {
  const { feed, from, to, reason, by } = flags;
  if (to < from) {
    throw new Refusal(EXIT.usage, [`--to is ${to}, expected ${from} or later, the day of --from [usage]`]);
  }
  const store = await openLake(await loadProject(context, flags));
  const known = await listCommittedFeeds(store);
  requireKnown('feed', feed, known);
  const feeds = feed === undefined ? known : [feed];
  const hold_id = await placeHold({ ...context, store }, feeds, { from, to, reason, by });
  context.process.stdout.write(`${hold_id}\n`);
  context.process.stderr.write(`${from} to ${to} held in ${counted(feeds.length, 'feed')}\n`);
  return EXIT.clear;
}

type ReleaseFlags = ProjectFlags & { readonly reason: string; readonly by: string };

/** Releases a hold in every feed in which it stands. */
export async function lakeRelease(
  context: CliContext,
  flags: ReleaseFlags,
  hold_id: string,
): Promise<ExitCode> {
  const store = await openLake(await loadProject(context, flags));
  const { reason, by } = flags;
  const feeds = await releaseHold({ ...context, store }, await listCommittedFeeds(store), {
    hold_id,
    reason,
    by,
  });
  if (feeds.length === 0) {
    throw new Refusal(EXIT.usage, [
      `no hold "${hold_id}" stands; tapewarden lake holds shows all [hold-unknown]`,
    ]);
  }
  context.process.stderr.write(`${hold_id} released in ${counted(feeds.length, 'feed')}\n`);
  return EXIT.clear;
}

/** Lists the holds that stand. */
export async function lakeHolds(
  context: CliContext,
  flags: ProjectFlags & { readonly json: boolean },
): Promise<ExitCode> {
  const store = await openLake(await loadProject(context, flags));
  const feeds = await listCommittedFeeds(store);
  const holds = (
    await Promise.all(feeds.map(async (feed) => standingHolds(await readManifestChain(store, feed))))
  ).flat();
  if (flags.json) {
    context.process.stdout.write(jsonText(holds));
    return EXIT.clear;
  }
  const titles = ['hold', 'feed', 'from', 'to', 'by', 'reason'];
  const rows = holds.map(({ hold_id, feed, from, to, by, reason }) => [hold_id, feed, from, to, by, reason]);
  const columns = titles.map((title) => ({ title }));
  if (rows.length > 0) context.process.stdout.write(formatTable(columns, rows, context.width));
  context.process.stderr.write(`${counted(holds.length, 'hold')}\n`);
  return EXIT.clear;
}

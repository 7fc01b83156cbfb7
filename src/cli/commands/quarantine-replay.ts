import { replayOutcome, rereadOutcome } from '../../canonicalize/replay/replay-outcome.js';
import { replayRepair } from '../../canonicalize/replay/replay-repair.js';
import { rereadDelivery } from '../../canonicalize/replay/reread-delivery.js';
import type { Manifest } from '../../domain/generated/manifest.js';
import type { ReplayOutcome } from '../../domain/generated/replay-outcome.js';
import { readManifestChain } from '../../lake/manifest-chain.js';
import { readAllChains } from '../../lake/quarantine/find-delivered.js';
import { type PendingRepair, pendingRepairs } from '../../lake/quarantine/pending-repairs.js';
import { reconcileDelivery } from '../../lake/quarantine/reconcile-quarantine.js';
import { EXIT, type ExitCode } from '../../project/exit-codes.js';
import { openPersonalKey } from '../../project/open-personal-key.js';
import { loadFeeds, loadProject, openLake, type ProjectFlags } from '../../project/project.js';
import { Refusal } from '../../project/refusal.js';
import { inProcessFolder } from '../../store/process-folder.js';
import type { CliContext } from '../cli-context.js';
import { findPublished } from '../find-published.js';
import { type ReplayPlace, replayAll, replayContext, writeOutcomes } from '../replay-repairs.js';

type ReplayFlags = ProjectFlags & {
  readonly delivery?: string;
  readonly date?: string;
  readonly json: boolean;
};

/** Replays the repairs that wait; with a delivery, reads that again under its feed as it is now before. */
export async function quarantineReplay(context: CliContext, flags: ReplayFlags): Promise<ExitCode> {
  const project = await loadProject(context, flags);
  const personal = await openPersonalKey(context, project);
  const known = { store: await openLake(project), feeds: await loadFeeds(project), ...personal };
  return inProcessFolder(project.work, (work) => replayIn({ work, ...known }, context, flags));
}

async function replayIn(place: ReplayPlace, context: CliContext, flags: ReplayFlags): Promise<ExitCode> {
  const chains = await readAllChains(place.store);
  if (flags.delivery !== undefined) {
    const { entry } = findPublished(chains, flags.delivery, flags.date);
    return writeOutcomes(context, await replayDelivery(context, place, entry), flags);
  }
  const waiting: PendingRepair[] = [];
  for (const [feed, chain] of chains) waiting.push(...(await pendingRepairs(place.store, feed, chain)));
  const due = waiting.filter(
    ({ delivery }) => flags.date === undefined || delivery.trade_date === flags.date,
  );
  const outcomes = await replayAll(
    context,
    place,
    due.map(({ placed }) => placed),
  );
  // A repair whose records others have settled waits for nothing.
  const told = outcomes.filter(({ status }) => status !== 'nothing_open');
  if (told.length === 0 && !flags.json) {
    context.process.stderr.write('no repair waits for a replay\n');
    return EXIT.clear;
  }
  return writeOutcomes(context, told, flags);
}

async function replayDelivery(
  context: CliContext,
  place: ReplayPlace,
  delivery: Manifest,
): Promise<ReplayOutcome[]> {
  const feed = place.feeds.find(({ spec }) => spec.feed === delivery.feed);
  if (feed === undefined) {
    throw new Refusal(EXIT.usage, [
      `the feed ${delivery.feed} is not in the folder of feeds, expected its specification; name the folder with --feeds [feed-unknown]`,
    ]);
  }
  const own = replayContext(context, place);
  const read = await rereadDelivery(own, feed, delivery);
  if (read.status === 'refused') return [rereadOutcome(delivery, read, 0)];
  const chain = await readManifestChain(place.store, delivery.feed);
  const { commit_id } = read.manifest;
  const waiting = await pendingRepairs(place.store, delivery.feed, chain);
  const outcomes = [rereadOutcome(delivery, read, reconcileDelivery(chain, read.manifest).open)];
  for (const { placed, delivery: of } of waiting) {
    if (of.commit_id !== commit_id) continue;
    const outcome = replayOutcome(placed, await replayRepair(own, feed, placed));
    if (outcome.status !== 'nothing_open') outcomes.push(outcome);
  }
  return outcomes;
}

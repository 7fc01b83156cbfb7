import type { CanonicalizeContext } from '../canonicalize/canonicalize-context.js';
import type { Feed } from '../canonicalize/feed.js';
import { replayOutcome } from '../canonicalize/replay/replay-outcome.js';
import { replayRepair } from '../canonicalize/replay/replay-repair.js';
import { visible } from '../domain/diagnostic.js';
import type { ReplayOutcome } from '../domain/generated/replay-outcome.js';
import type { PlacedRepair } from '../lake/quarantine/repair-store.js';
import { EXIT, type ExitCode } from '../project/exit-codes.js';
import type { CliContext } from './cli-context.js';
import { formatTable, grouped, jsonText } from './format-table.js';

/** What a replay works with. */
export type ReplayPlace = Pick<CanonicalizeContext, 'work' | 'store' | 'personal_key'> & {
  feeds: readonly Feed[];
};

/** The canonicalizer's context of a command. */
export function replayContext(
  context: CliContext,
  { work, store, personal_key }: ReplayPlace,
): CanonicalizeContext {
  const { now_ns, new_write_id } = context;
  return { store, work, now_ns, new_write_id, ...(personal_key === undefined ? {} : { personal_key }) };
}

/** Replays repairs one after the other, in their order. */
export async function replayAll(
  context: CliContext,
  place: ReplayPlace,
  repairs: readonly PlacedRepair[],
): Promise<ReplayOutcome[]> {
  const outcomes: ReplayOutcome[] = [];
  for (const placed of repairs) {
    const feed = place.feeds.find(({ spec }) => spec.feed === placed.repair.feed);
    if (feed === undefined) outcomes.push(unknownFeed(placed));
    else
      outcomes.push(replayOutcome(placed, await replayRepair(replayContext(context, place), feed, placed)));
  }
  return outcomes;
}

function unknownFeed({ sha256, repair: { feed, file, trade_date } }: PlacedRepair): ReplayOutcome {
  const message = `${file}: the feed ${feed} is not in the folder of feeds, expected its specification; name the folder with --feeds [repair-feed-unknown]`;
  return {
    feed,
    file,
    trade_date,
    repair_sha256: sha256,
    status: 'refused',
    commit_id: null,
    repaired: 0,
    withdrawn: 0,
    failed: 0,
    refusals: [{ code: 'repair-feed-unknown', message }],
  };
}

/** Prints outcomes, and answers whether anything was refused or is rejected still. */
export function writeOutcomes(
  context: CliContext,
  outcomes: readonly ReplayOutcome[],
  flags: { readonly json: boolean },
): ExitCode {
  for (const { refusals } of outcomes) {
    for (const { message } of refusals) context.process.stderr.write(`${visible(message)}\n`);
  }
  context.process.stdout.write(flags.json ? jsonText(outcomes) : outcomeTable(outcomes, context.width));
  const found = outcomes.some(({ status, failed }) => status === 'refused' || failed > 0);
  return found ? EXIT.findings : EXIT.clear;
}

function outcomeTable(outcomes: readonly ReplayOutcome[], width: number): string {
  const numbers = ['repaired', 'withdrawn', 'failed'] as const;
  const columns = [
    { title: 'status' },
    ...numbers.map((title) => ({ title, align: 'right' as const })),
    { title: 'repair' },
    { title: 'file' },
  ];
  const rows = outcomes.map((outcome) => [
    outcome.status.replace('_', ' '),
    ...numbers.map((name) => grouped(outcome[name])),
    outcome.repair_sha256?.slice(0, 12) ?? 'read again',
    outcome.file,
  ]);
  return formatTable(columns, rows, width);
}

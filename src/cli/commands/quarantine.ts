import { loadFeedCatalogue } from '../../canonicalize/load-feed-catalogue.js';
import { visible } from '../../domain/diagnostic.js';
import type { QuarantinedRecord } from '../../domain/generated/quarantined-record.js';
import { chainAsOf } from '../../lake/as-of.js';
import type { ChainedEntry } from '../../lake/chain-entry.js';
import { type Chains, readAllChains } from '../../lake/quarantine/find-delivered.js';
import { listQuarantined } from '../../lake/quarantine/list-quarantined.js';
import { type ReconciledDelivery, reconcileQuarantine } from '../../lake/quarantine/reconcile-quarantine.js';
import { removedKeys } from '../../lake/removed-keys.js';
import { EXIT, type ExitCode } from '../../project/exit-codes.js';
import { loadProject, openLake, type Project, type ProjectFlags } from '../../project/project.js';
import { readingAsOf } from '../as-of.js';
import type { CliContext } from '../cli-context.js';
import { counted, grouped, jsonText } from '../format-table.js';
import { requireKnown } from '../require-known.js';

/** Faults of one delivery that are listed. */
const LISTED = 1000;

type ListFlags = ProjectFlags & {
  readonly date?: string;
  readonly feed?: string;
  readonly asOf?: string;
  readonly state?: QuarantinedRecord['state'];
  readonly json: boolean;
};

/** Lists rejected records with file, line, what is wrong, their ids and states; at most 1,000 faults of each delivery. */
export async function quarantineList(context: CliContext, flags: ListFlags): Promise<ExitCode> {
  const project = await loadProject(context, flags);
  const store = await openLake(project);
  const chains = await readAllChains(store);
  await requireFeed(project, chains, flags.feed);
  const records: QuarantinedRecord[] = [];
  const deliveries: ReconciledDelivery[] = [];
  const { as_of } = await readingAsOf(store, flags.asOf);
  for (const [feed, whole] of chains) {
    if (flags.feed !== undefined && flags.feed !== feed) continue;
    const chain = chainAsOf(whole, feed, as_of);
    const found = reconcileQuarantine(chain).deliveries.filter(
      ({ manifest }) => flags.date === undefined || manifest.trade_date === flags.date,
    );
    deliveries.push(...found);
    for (const delivery of notRemoved(whole, found)) {
      const limits = { faults: LISTED, spill: project.work };
      records.push(...(await listQuarantined(store, { chain, delivery: delivery.manifest }, limits)));
    }
  }
  const shown = records.filter(({ state }) => flags.state === undefined || flags.state === state);
  context.process.stdout.write(flags.json ? jsonText(shown) : shown.map(recordLines).join(''));
  if (!flags.json) context.process.stderr.write(`${summary(deliveries, shown)}\n`);
  return EXIT.clear;
}

/** Deliveries whose quarantine is still there; what was removed is counted, and cannot be shown any more. */
function notRemoved(
  chain: readonly ChainedEntry[],
  deliveries: readonly ReconciledDelivery[],
): ReconciledDelivery[] {
  const removed = removedKeys(chain);
  return deliveries.filter(({ manifest }) => !removed.has(manifest.quarantine?.key ?? ''));
}

async function requireFeed(project: Project, chains: Chains, feed: string | undefined): Promise<void> {
  if (feed === undefined) return;
  const { feeds } = await loadFeedCatalogue(project.feeds);
  const names = [...feeds.map(({ spec }) => spec.feed), ...chains.keys()];
  requireKnown('feed', feed, [...new Set(names)].sort());
}

function recordLines({ file, line, faults, id, state }: QuarantinedRecord): string {
  return faults
    .map(({ message, code }) => `${visible(file)}:${line}: ${visible(message)} [${code}] ${id} ${state}\n`)
    .join('');
}

function summary(deliveries: readonly ReconciledDelivery[], shown: readonly QuarantinedRecord[]): string {
  const total = (name: 'rejected' | 'repaired' | 'withdrawn' | 'open' | 'unlisted'): number =>
    deliveries.reduce((sum, delivery) => sum + delivery[name], 0);
  const faults = shown.reduce((sum, record) => sum + record.faults.length, 0);
  const states = `${grouped(total('open'))} open, ${grouped(total('repaired'))} repaired, ${grouped(total('withdrawn'))} withdrawn`;
  const cut =
    total('unlisted') === 0
      ? ''
      : `; ${grouped(total('unlisted'))} of the open ones were counted but not stored and cannot be repaired one by one: correct the feed, or have the file sent again`;
  return `${counted(total('rejected'), 'record')} rejected in ${counted(deliveries.length, 'delivery', 'deliveries')}: ${states}; ${counted(faults, 'fault')} shown${cut}`;
}

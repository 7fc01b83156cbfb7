import { loadFeedCatalogue } from '../../canonicalize/load-feed-catalogue.js';
import { visible } from '../../domain/diagnostic.js';
import { listCommittedFeeds, readManifests } from '../../lake/read-lake.js';
import type { CliContext } from '../cli-context.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { counted, jsonText } from '../format-table.js';
import { loadRejections } from '../load-report.js';
import { loadProject, openLake, type ProjectFlags } from '../project.js';
import { requireKnown } from '../require-known.js';

type ListFlags = ProjectFlags & { readonly date?: string; readonly feed?: string; readonly json: boolean };

/** Lists rejected records with file, line, what is wrong and what was expected; at most 1,000 of each delivery. */
export async function quarantineList(context: CliContext, flags: ListFlags): Promise<ExitCode> {
  const project = await loadProject(context, flags);
  const store = await openLake(project);
  if (flags.feed !== undefined) {
    const { feeds } = await loadFeedCatalogue(project.feeds);
    const names = [...feeds.map(({ spec }) => spec.feed), ...(await listCommittedFeeds(store))];
    requireKnown('feed', flags.feed, [...new Set(names)].sort());
  }
  const manifests = (await readManifests(store, flags.feed === undefined ? {} : { feed: flags.feed })).filter(
    ({ trade_date }) => flags.date === undefined || trade_date === flags.date,
  );
  const rejections = await loadRejections(
    store,
    manifests.map(({ commit_id }) => commit_id),
  );
  if (flags.json) {
    context.process.stdout.write(jsonText(rejections));
    return EXIT.clear;
  }
  for (const { file, line, message, code } of rejections) {
    context.process.stdout.write(`${visible(file)}:${line}: ${visible(message)} [${code}]\n`);
  }
  const rejected = manifests.reduce((total, manifest) => total + manifest.totals.rejected, 0);
  const unstored = manifests.reduce(
    (total, { totals, quarantine }) => total + totals.rejected - (quarantine?.records ?? 0),
    0,
  );
  const cut = unstored === 0 ? '' : `, ${counted(unstored, 'record')} more counted but not stored`;
  context.process.stderr.write(
    `${counted(rejected, 'record')} rejected in ${counted(manifests.length, 'delivery', 'deliveries')}, ${counted(rejections.length, 'fault')} shown${cut}\n`,
  );
  return EXIT.clear;
}

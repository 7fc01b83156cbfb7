import type { DataFile, Manifest } from '../../domain/generated/manifest.js';
import { keptFile } from '../../lake/kept-file.js';
import type { ObjectStore } from '../../store/object-store.js';
import { type FeedHistory, ownFiles, type PastDelivery } from './feed-history.js';

/** A data file of another delivery, in which statements find the rows that they are about. */
export type PastFile = {
  path: string;
  file: DataFile;
  origin: Manifest;
  position: number;
  /** Whether its delivery came after the one that is settled. */
  later: boolean;
  /** What stands of it where it is read as it first was, because corrections of it are done anew; else itself. */
  standing: { file: DataFile; path: string } | null;
};

/** What a delivery has corrected, as its commit remembers it. */
export type PastCorrections = { path: string; manifest: Manifest; position: number; gone: boolean };

/** Files of the past with which corrections are settled, and those that are no longer in the store. */
export type PastFiles = { files: PastFile[]; corrections: PastCorrections[]; missing: string[] };

/**
 * The files that hold the rows on which statements of a delivery may act.
 *
 * Mostly they are those that stand. Where something is no longer in force, what came before is read as it first was and
 * the corrections in force are applied to it anew.
 */
export async function openPastFiles(
  store: ObjectStore,
  history: FeedHistory,
  removed: ReadonlySet<string>,
): Promise<PastFiles> {
  const anew = history.gone.length > 0;
  const found = history.others.flatMap((past) => {
    const later = past.position > history.position;
    return (anew && !later ? restored(past) : asTheyStand(past)).map((file) => ({ ...file, past, later }));
  });
  const missing = found.map(({ file }) => file.key).filter((key) => removed.has(key));
  if (missing.length > 0) return { files: [], corrections: [], missing };
  const files: PastFile[] = [];
  for (const { file, standing, past, later } of found) {
    const { manifest: origin, position } = past;
    const opened = standing === null ? null : { file: standing, path: await store.localFile(standing.key) };
    files.push({ path: await store.localFile(file.key), file, origin, position, later, standing: opened });
  }
  return { files, corrections: await openCorrections(store, history), missing: [] };
}

type Found = { file: DataFile; standing: DataFile | null };

function asTheyStand({ standing }: PastDelivery): Found[] {
  return standing.map(({ file }) => ({ file, standing: file }));
}

function restored(past: PastDelivery): Found[] {
  return ownFiles(past).map((file) => ({
    file,
    standing: past.standing.find(({ root }) => root === file.key)?.file ?? null,
  }));
}

async function openCorrections(store: ObjectStore, history: FeedHistory): Promise<PastCorrections[]> {
  const past = [
    ...history.others.map((one) => ({ ...one, gone: false })),
    ...history.gone.map((one) => ({ ...one, gone: true })),
  ];
  const opened: PastCorrections[] = [];
  for (const { manifest, position, gone } of past) {
    if (manifest.corrections === undefined) continue;
    opened.push({ path: await keptFile(store, manifest.corrections), manifest, position, gone });
  }
  return opened;
}

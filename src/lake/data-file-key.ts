import type { ContentName } from './put-content.js';

/** What the key of a data file is made of; hashes in lower-case hexadecimal. */
export type DataFileIdentity = {
  dataset: string;
  trade_date: string;
  feed: string;
  commit_id: string;
  sha256: string;
};

/** Names of the partition keys by which a data file's folder is found, in the order of the path. */
export const PARTITION_KEYS = ['trade_date', 'feed', 'data_file'] as const;

/** Where a data file lies: its folder, which ends with `/`, and the values of the partition keys in their order. */
export type DataFilePlace = { dataset: string; folder: string; values: readonly string[] };

const KEY = /^(data\/([^/]+)\/trade_date=([^/=]+)\/feed=([^/=]+)\/data_file=([^/=]+)\/)[^/]+$/;

/**
 * Name of a data file, which inputs and bytes decide: first halves of the commit id and of the content's hash. The bytes
 * are in it because what is a duplicate depends on the deliveries published before: after a crash, others may have come in
 * between.
 *
 * Every file has a folder of its own, and another one where its key is not free: engines that follow the Glue catalog
 * read folders, never lists of files, and a folder shared with a file that is superseded, was never committed or is
 * about to be removed would show them its rows too.
 */
export function dataFileName(file: DataFileIdentity): ContentName {
  const { dataset, trade_date, feed } = file;
  const folder = `data/${dataset}/trade_date=${trade_date}/feed=${feed}`;
  return { name: `${folder}/data_file=${contentName(file)}`, end: '/rows.parquet' };
}

/** The part of a key that tells commit and content: half of each hash. */
export function contentName(file: { commit_id: string; sha256: string }): string {
  return `${file.commit_id.slice(0, 32)}-${file.sha256.slice(0, 32)}`;
}

/** Where the file of a key lies; null for a key that gives it no folder of its own. */
export function placeOfDataFile(key: string): DataFilePlace | null {
  const [, folder, dataset, ...values] = KEY.exec(key) ?? [];
  return folder === undefined || dataset === undefined ? null : { dataset, folder, values };
}

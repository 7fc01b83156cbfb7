import type { Feed } from '../../../src/canonicalize/feed.js';
import type { Settlement } from '../../../src/canonicalize/settlement.js';
import { sha256 } from '../../../src/domain/sha256.js';
import type { Settle } from '../../../src/jobs/machine/canonicalize-range.js';
import type { IncomingFiles } from '../../../src/jobs/machine/machine-context.js';
import { changedFeed, shippedFeed } from '../../canonicalize/support/feeds.js';

/** A day of files that are made up: of many feeds, most of them of few, and of the sizes that brokers' files have. */
export type MadeUpDay = { feeds: readonly Feed[]; incoming: IncomingFiles; bytes: number; largest: number };

/** Sizes are log-normal: half of the files are below the median, and few are most of the bytes. */
const SIZES = { median: 100_000, sigma: 1.5 };

const acme = shippedFeed('acme-orders');

/** Makes names and sizes up, the same for the same seed; nothing of a file but those is there. */
export function madeUpDay(files: number, count: number, random: () => number): MadeUpDay {
  const names = Array.from({ length: count }, (_, index) => `feed-${String(index).padStart(2, '0')}`);
  const feeds = names.map((feed) =>
    changedFeed(acme, { feed, file: `${feed}-{trade_date}-{sequence}.psv.gz` }),
  );
  const listed = Array.from({ length: files }, (_, index) => {
    // Squared, so that a few feeds have most of the files.
    const feed = names[Math.floor(count * random() ** 2)] as string;
    const key = `2026-11-20/${feed}-20261120-${String(index).padStart(6, '0')}.psv.gz`;
    return { key, bytes: Math.max(1, Math.round(SIZES.median * logNormal(random))), modified_ns: 0n };
  }).sort((left, right) => (left.key < right.key ? -1 : 1));
  const sizes = listed.map(({ bytes }) => bytes);
  return {
    feeds,
    incoming: {
      list: () => Promise.resolve(listed),
      localFile: (key) => Promise.reject(new Error(`${key}: nothing is read here`)),
    },
    bytes: sizes.reduce((all, one) => all + one, 0),
    largest: sizes.reduce((most, one) => Math.max(most, one), 0),
  };
}

function logNormal(random: () => number): number {
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return Math.exp(SIZES.sigma * normal);
}

/** What a made-up file comes to, without reading it: raw bytes and one data file of its own in the store, and a key of its own. */
export const settleMadeUp: Settle = async (
  { store, now_ns },
  feed,
  { file, bytes, trade_date },
): Promise<Settlement> => {
  const hash = sha256(file);
  const key = `raw/${hash.slice(0, 2)}/${hash}`;
  const put = await store.putIfAbsent(key, { bytes: Buffer.from(file) });
  const data = {
    ...{ dataset: 'order_events', sha256: hash, bytes: 1, rows: 1, trade_date },
    key: `data/${hash}.parquet`,
  };
  await store.putIfAbsent(data.key, { bytes: Buffer.from(hash) });
  const totals = { read: 1, accepted: 1, rejected: 0, duplicates: 0, ignored: 0, control_lines: 0, bytes };
  const keys = new Float64Array([Number.parseInt(hash.slice(0, 12), 16)]);
  return {
    ...{ format: 1, feed: feed.spec.feed, file, trade_date, received_at_ns: String(now_ns()) },
    raw: { sha256: hash, bytes, key, put },
    ...{ commit_id: hash, read_at: 0, replaces: [] },
    settled: { published: { totals, control: [], notices: [], files: [data], quarantine: null } },
    keys: { order_events: Buffer.from(keys.buffer).toString('base64') },
  };
};

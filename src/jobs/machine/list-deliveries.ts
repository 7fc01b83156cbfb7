import type { Feed } from '../../canonicalize/feed.js';
import { columnRule } from '../../canonicalize/mapping/column-rule.js';
import { matchDelivery } from '../../canonicalize/match-delivery.js';
import type { DeliveryOutcome } from '../../domain/generated/run.js';
import { routeDelivery } from '../route-delivery.js';
import { refusedOutcome } from '../take-delivery.js';
import type { MachineContext, StepOf } from './machine-context.js';
import { addressOf, keepContent, type ObjectAddress } from './state-objects.js';

/** A file that a feed claims; `received_at_ns` is when the broker's upload of it was complete, in nanoseconds since 1970 UTC. */
export type ListedFile = { file: string; key: string; bytes: number; feed: string; received_at_ns: string };

/**
 * Files that one child of the map takes one after the other; `large` is one that is too much for a function. `why` in a sentence;
 * `most_seconds` are those after which a task is taken to hang, null of a function, which has its own limit.
 */
export type FileRange = {
  files: ListedFile[];
  bytes: number;
  large: boolean;
  why: string;
  most_seconds: number | null;
};

/** All files of a trade date, those that no feed claims with the reason. Waves are taken one after the other. */
export type DeliveryList = {
  format: 1;
  trade_date: string;
  waves: ListedFile[][];
  unclaimed: DeliveryOutcome[];
};

/** A list in the state, and for each wave the ranges of its map and the feeds to commit after it. */
export type ListedDeliveries = StepOf & {
  files: number;
  list: string;
  waves: { ranges: ObjectAddress; files: number; feeds: string[] }[];
};

const MOST_FILES = 50;
const MOST_BYTES = 64 << 20;

/**
 * Lists what brokers have put below the trade date, in the order of names, as ranges for a map of children.
 *
 * Feeds that look values up come in a second wave, after the first was committed. The same files give the same keys.
 */
export async function listDeliveries(context: MachineContext, step: StepOf): Promise<ListedDeliveries> {
  const { trade_date } = step;
  const prefix = `${trade_date}/`;
  const objects = (await context.incoming.list(prefix))
    .map(({ key, bytes, modified_ns }) => ({
      ...{ file: key.slice(prefix.length), key, bytes },
      received_at_ns: String(modified_ns),
    }))
    // As in a folder: hidden files and folders are no deliveries.
    .filter(({ file }) => file !== '' && !file.startsWith('.') && !file.includes('/'))
    .sort((left, right) => (left.file < right.file ? -1 : 1));
  const second = new Set(context.feeds.filter(looksUp));
  const waves: ListedFile[][] = [[], []];
  const unclaimed: DeliveryOutcome[] = [];
  for (const object of objects) {
    const matched = matchDelivery(object.file, context.feeds, trade_date);
    if ('code' in matched) {
      unclaimed.push(refusedOutcome(object.file, null, { sha256: null, totals: null, faults: [matched] }));
    } else {
      waves[second.has(matched.feed) ? 1 : 0]?.push({ ...object, feed: matched.feed.spec.feed });
    }
  }
  const filled = waves.filter((files) => files.length > 0);
  const list: DeliveryList = { format: 1, trade_date, waves: filled, unclaimed };
  const folder = `lists/trade_date=${trade_date}`;
  return {
    ...step,
    files: objects.length,
    list: await keepContent(context.state, folder, list),
    waves: await Promise.all(
      filled.map(async (files) => ({
        ranges: addressOf(
          context.state_at,
          await keepContent(context.state, `ranges/trade_date=${trade_date}`, rangesOf(files, context.feeds)),
        ),
        files: files.length,
        feeds: [...new Set(files.map(({ feed }) => feed))].sort(),
      })),
    ),
  };
}

function looksUp({ routes }: Feed): boolean {
  return routes.some(({ spec }) =>
    Object.values(spec.map).some((entry) => columnRule(entry, spec.format).lookup !== null),
  );
}

/** Neighbours together, so many that starting a child costs little beside its work and so few that one does not take long. */
function rangesOf(files: readonly ListedFile[], feeds: readonly Feed[]): FileRange[] {
  const packings = new Map(feeds.map(({ spec }) => [spec.feed, spec.format.compression]));
  const ranges: FileRange[] = [];
  for (const file of files) {
    const last = ranges.at(-1);
    const fits =
      last !== undefined &&
      !last.large &&
      last.files.length < MOST_FILES &&
      last.bytes + file.bytes <= MOST_BYTES;
    if (fits) {
      last.files.push(file);
      last.bytes += file.bytes;
    } else {
      const packing = packings.get(file.feed) ?? 'none';
      const { runs, why, most_seconds } = routeDelivery({ bytes: file.bytes, packing });
      ranges.push({ files: [file], bytes: file.bytes, large: runs === 'task', why, most_seconds });
    }
  }
  return ranges;
}

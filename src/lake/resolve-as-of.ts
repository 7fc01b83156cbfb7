import { type Diagnostic, formatPlace, quoted, someOf } from '../domain/diagnostic.js';
import type { ObjectStore } from '../store/object-store.js';
import type { AsOf } from './as-of.js';
import { isManifest } from './chain-entry.js';
import { readManifestChain } from './manifest-chain.js';
import { listCommittedFeeds } from './read-lake.js';

/** What is wrong with a text that is to name a state of the lake. */
export type AsOfProblemData = {
  'as-of-unreadable': { text: string };
  'as-of-zone-missing': { text: string };
  'commit-unknown': { text: string };
  'commit-unclear': { text: string; commits: readonly string[] };
};

export type AsOfProblem = {
  [Code in keyof AsOfProblemData]: Diagnostic<Code, AsOfProblemData[Code]>;
}[keyof AsOfProblemData];

/** One sentence per code: what is, what was expected, and the next step. */
export const asOfProblemText: {
  readonly [Code in keyof AsOfProblemData]: (data: AsOfProblemData[Code]) => string;
} = {
  'as-of-unreadable': (d) =>
    `${quoted(d.text)} names no state, expected a time such as 2026-11-20T18:30:00-05:00 or at least 4 digits of a commit id; lake history shows both`,
  'as-of-zone-missing': (d) =>
    `${quoted(d.text)} has no time zone, expected Z or an offset at its end, as in ${d.text}Z`,
  'commit-unknown': (d) => `no commit id begins with ${quoted(d.text)}; lake history shows all`,
  'commit-unclear': (d) =>
    `${d.commits.length} commit ids begin with ${quoted(d.text)}: ${someOf(d.commits)}; give more of the id`,
};

/** `--as-of: what is, what was expected [code]`. */
export function formatAsOfProblem({ at, code, data }: AsOfProblem): string {
  const text = asOfProblemText[code] as (data: AsOfProblem['data']) => string;
  return `${formatPlace(at)}: ${text(data)} [${code}]`;
}

const TIME = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+-]\d{2}:\d{2})?$/;

/**
 * The state that a text names: a time with its zone, to the nanosecond, or the beginning of a commit id.
 *
 * A commit stands for everything up to and with its own time, and for its own feed up to and with itself.
 */
export async function resolveAsOf(store: ObjectStore, text: string): Promise<AsOf | AsOfProblem> {
  const time = TIME.exec(text);
  if (time !== null) {
    if (time[8] === undefined) return problem('as-of-zone-missing', { text });
    const instant_ns = instantOf(time);
    return instant_ns === null ? problem('as-of-unreadable', { text }) : { instant_ns };
  }
  if (!/^[0-9a-f]{4,64}$/.test(text)) return problem('as-of-unreadable', { text });
  return resolveCommit(store, text);
}

/** Whether a text named a state. */
export function isAsOf(resolved: AsOf | AsOfProblem): resolved is AsOf {
  return 'instant_ns' in resolved;
}

function instantOf([, ...parts]: readonly (string | undefined)[]): bigint | null {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts
    .slice(0, 6)
    .map((part) => Number(part ?? 0));
  const local = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  const exact = [local.getUTCMonth() + 1, local.getUTCDate(), local.getUTCHours(), local.getUTCMinutes()];
  // Fields that are out of range would run over into the next ones.
  if (exact.join() !== [month, day, hour, minute].join() || second > 59) return null;
  const [sign = '', hours = 0, minutes = 0] = zoneOf(parts[7] ?? 'Z');
  if (Number(hours) > 18 || Number(minutes) > 59) return null;
  const offset_s = BigInt(Number(hours) * 3600 + Number(minutes) * 60) * (sign === '-' ? -1n : 1n);
  const fraction_ns = BigInt((parts[6] ?? '').padEnd(9, '0'));
  const instant_ns = (BigInt(local.getTime()) / 1000n - offset_s) * 1_000_000_000n + fraction_ns;
  return instant_ns < 0n ? null : instant_ns;
}

function zoneOf(zone: string): (string | number)[] {
  return zone === 'Z' ? ['+', 0, 0] : [zone.slice(0, 1), Number(zone.slice(1, 3)), Number(zone.slice(4))];
}

async function resolveCommit(store: ObjectStore, text: string): Promise<AsOf | AsOfProblem> {
  const feeds = await listCommittedFeeds(store);
  const chains = await Promise.all(feeds.map((feed) => readManifestChain(store, feed)));
  const found = chains.flatMap((chain) =>
    chain.filter(isManifest).filter(({ entry }) => entry.commit_id.startsWith(text)),
  );
  const commits = [...new Set(found.map(({ entry }) => entry.commit_id))];
  const last = found.at(-1);
  if (last === undefined) return problem('commit-unknown', { text });
  if (commits.length > 1) return problem('commit-unclear', { text, commits });
  const { feed, sequence, committed_at_ns } = last.entry;
  return { instant_ns: BigInt(committed_at_ns), until: { feed, sequence } };
}

function problem<Code extends keyof AsOfProblemData>(code: Code, data: AsOfProblemData[Code]): AsOfProblem {
  // A code and its own data make a member of the union; TypeScript does not follow a generic into a union.
  return { code, severity: 'error', at: { file: '--as-of' }, data } as AsOfProblem;
}

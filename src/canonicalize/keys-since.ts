import { type ChainedEntry, isManifest } from '../lake/chain-entry.js';
import { keysOfText, type Settlement } from './settlement.js';

/**
 * The keys of what a feed's chain has published since an entry, so that a settlement made before is known to hold after it.
 *
 * It holds where all that came since only adds rows, none of which has one of its keys; what is not known is taken for not so.
 */
export class KeysSince {
  readonly #known: ReadonlyMap<string, Settlement>;
  /** By dataset; null where keys of a file are not known. */
  readonly #keys = new Map<string, Set<number> | null>();
  #seen: number;
  /** The last entry that did more than add rows. */
  #changed = 0;

  /** `settlements` are those whose commits will be met, whose keys are known. */
  constructor(settlements: readonly Settlement[]) {
    this.#known = new Map(
      settlements.flatMap((one) => (one.commit_id === null ? [] : [[one.commit_id, one]])),
    );
    this.#seen = Math.min(
      ...settlements.filter(({ settled }) => settled !== null).map(({ read_at }) => read_at),
    );
  }

  /** Whether a settlement is what its delivery comes to beside a chain that goes on where it was made. */
  holds(
    { read_at, keys, settled, replaces }: Settlement,
    chain: readonly ChainedEntry[],
    now: { replaces: readonly string[]; corrects: boolean },
  ): boolean {
    if (settled === null || now.replaces.join() !== replaces.join()) return false;
    if (chain.length === read_at) return true;
    for (const chained of chain.slice(Math.max(this.#seen, 0))) this.#take(chained);
    this.#seen = chain.length;
    if (now.corrects || this.#changed > read_at) return false;
    return Object.entries(keys).every(([dataset, text]) => this.#isApart(dataset, text));
  }

  #take(chained: ChainedEntry): void {
    const { entry } = chained;
    if (entry.kind === 'removal' || entry.kind === 'replay') this.#changed = entry.sequence;
    if (!isManifest(chained)) return;
    const { supersedes, replaces = [], corrections, files, commit_id, sequence } = chained.entry;
    if (supersedes.length + replaces.length > 0 || corrections !== undefined) this.#changed = sequence;
    const known = this.#known.get(commit_id);
    for (const dataset of new Set(files.map((file) => file.dataset))) {
      this.#add(dataset, keysOfText(known?.keys[dataset] ?? null));
    }
  }

  #add(dataset: string, hashes: Float64Array | null): void {
    const before = this.#keys.get(dataset);
    if (hashes === null || before === null) {
      this.#keys.set(dataset, null);
      return;
    }
    const keys = before ?? new Set<number>();
    for (const hash of hashes) keys.add(hash);
    this.#keys.set(dataset, keys);
  }

  #isApart(dataset: string, text: string | null): boolean {
    const since = this.#keys.get(dataset);
    if (since === undefined) return true;
    const own = keysOfText(text);
    return since !== null && own !== null && !own.some((hash) => since.has(hash));
  }
}

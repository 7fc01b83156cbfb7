import { quoted } from '../domain/diagnostic.js';
import type { Manifest } from '../domain/generated/manifest.js';
import type { Refusal as RefusedEntry } from '../domain/generated/refusal.js';
import { type Chains, type FoundDelivery, findDelivered } from '../lake/quarantine/find-delivered.js';
import { EXIT } from '../project/exit-codes.js';
import { Refusal } from '../project/refusal.js';

type Found = FoundDelivery<Manifest | RefusedEntry>;

/** The delivery that a commit id, its beginning or a file name stands for, refused ones too; refuses none and several. */
export function findDelivery(chains: Chains, text: string, date: string | undefined): Found {
  const found = findDelivered(chains, text).filter(
    ({ entry }) => date === undefined || entry.trade_date === date,
  );
  const [only] = found;
  if (only === undefined) {
    throw new Refusal(EXIT.usage, [
      `there is no delivery ${quoted(text)}, expected a commit id, its beginning or the name of a file that was canonicalized [delivery-unknown]`,
    ]);
  }
  if (found.length === 1) return only;
  const named = found.map(({ entry }) => {
    const commit = entry.kind === 'refusal' ? 'refused' : entry.commit_id.slice(0, 12);
    return `${entry.feed} ${entry.trade_date} ${commit}`;
  });
  throw new Refusal(EXIT.usage, [
    `delivery ${quoted(text)} may be ${named.join(' or ')}, expected one: name its commit, or its trade date with --date [delivery-ambiguous]`,
  ]);
}

/** The same of a delivery that was published; refuses one that was not. */
export function findPublished(chains: Chains, text: string, date: string | undefined): FoundDelivery {
  const { entry, chain } = findDelivery(chains, text, date);
  if (entry.kind !== 'refusal') return { entry, chain };
  throw new Refusal(EXIT.usage, [
    `delivery ${quoted(text)} was refused, expected one that was published; canonicalize the file again [delivery-refused]`,
  ]);
}

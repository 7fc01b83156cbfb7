import type { ChainedObject, EvidenceChain } from '../../domain/generated/evidence-chain.js';
import { type ChainEntry, parseEntry } from '../../lake/chain-entry.js';

/** The object under a key of the chain. */
export function objectUnder(chain: EvidenceChain, key: string | null): ChainedObject | undefined {
  return chain.objects.find((object) => object.key === key);
}

/** Its bytes; null where they are not carried along. */
export function contentOf(object: ChainedObject | undefined): Buffer | null {
  const content = object?.content ?? null;
  return content === null ? null : Buffer.from(content, 'base64');
}

/** The entry that an object of the chain is; null where it is none or not carried along. */
export function entryUnder(chain: EvidenceChain, key: string): ChainEntry | null {
  const bytes = contentOf(objectUnder(chain, key));
  if (bytes === null) return null;
  try {
    return parseEntry(key, bytes);
  } catch {
    return null;
  }
}

import { quoted, someOf } from '../domain/diagnostic.js';
import {
  type Chains,
  deliveriesOfCommit,
  type FoundDelivery,
  parseRecordId,
} from '../lake/quarantine/find-delivered.js';
import { EXIT } from '../project/exit-codes.js';
import { Refusal } from '../project/refusal.js';

/** The delivery and offset that a record's id names; refuses an id that names none, or more than one. */
export function findRecord(chains: Chains, id: string): FoundDelivery & { byte_offset: number } {
  const parsed = parseRecordId(id);
  const found = parsed === null ? [] : deliveriesOfCommit(chains, parsed.commit);
  const [only] = found;
  if (parsed === null || only === undefined) throw noRecord(id);
  if (found.length === 1) return { ...only, byte_offset: parsed.byte_offset };
  const commits = found.map(({ entry }) => entry.commit_id);
  throw new Refusal(EXIT.usage, [
    `record ${quoted(id)} may be of the commits ${someOf(commits)}, expected more characters of one of them [record-ambiguous]`,
  ]);
}

/** The refusal of an id that no rejected record has. */
export function noRecord(id: string): Refusal {
  return new Refusal(EXIT.usage, [
    `there is no rejected record ${quoted(id)}, expected one of "tapewarden quarantine list", such as 0123456789ab:1042 [record-unknown]`,
  ]);
}

import type { AsOf } from '../lake/as-of.js';
import { formatAsOfProblem, isAsOf, resolveAsOf } from '../lake/resolve-as-of.js';
import { EXIT } from '../project/exit-codes.js';
import { Refusal } from '../project/refusal.js';
import type { ObjectStore } from '../store/object-store.js';
import { textFlag } from './flags.js';

/** The flag that names an earlier state of the lake. */
export const asOfFlag = textFlag(
  'As it stood then: a time with its zone, or the beginning of a commit id',
  'state',
);

/** The state that `--as-of` names, as a part of what is read; nothing without the flag. Refuses what names none. */
export async function readingAsOf(store: ObjectStore, text: string | undefined): Promise<{ as_of?: AsOf }> {
  if (text === undefined) return {};
  const resolved = await resolveAsOf(store, text);
  if (!isAsOf(resolved)) throw new Refusal(EXIT.usage, [formatAsOfProblem(resolved)]);
  return { as_of: resolved };
}

import { quoted } from '../domain/diagnostic.js';
import { EXIT } from '../project/exit-codes.js';
import { Refusal } from '../project/refusal.js';
import { nearestName } from '../surveillance/nearest-name.js';

/** Refuses a name that is none of the known ones, with the nearest of them; undefined is no name and passes. */
export function requireKnown(
  what: 'feed' | 'format' | 'pattern' | 'query' | 'pattern or query',
  given: string | undefined,
  known: readonly string[],
): void {
  if (given === undefined || known.includes(given)) return;
  const nearest = nearestName(given, known);
  const hint = nearest === null ? '' : `; did you mean ${nearest}?`;
  throw new Refusal(EXIT.usage, [
    `there is no ${what} ${quoted(given)}, expected one of ${known.join(', ')}${hint} [${what.split(' ')[0]}-unknown]`,
  ]);
}

import { OperationalFailure } from '../../domain/operational-failure.js';
import type { CanonicalizeContext } from '../canonicalize-context.js';
import type { Feed, Route } from '../feed.js';
import { columnRule } from '../mapping/column-rule.js';
import { personalFields } from './personal-fields.js';
import type { PersonalKey } from './personal-key.js';

/** Personal fields of a feed that reach the lake: as canonical columns or as part of the key. */
export function tokenisedFields(feed: Feed): string[] {
  const personal = personalFields(feed);
  if (personal.size === 0) return [];
  return [...personal].filter((name) => feed.routes.some((route) => usesOf(route).includes(name)));
}

function usesOf({ spec }: Route): string[] {
  return [...spec.key, ...Object.values(spec.map).flatMap((entry) => columnRule(entry).sources)];
}

/**
 * The key of the tokens that a feed's rows hold; null where no personal field is mapped.
 *
 * Throws `personal-key-missing` where there is none: the values would go into the lake as they are.
 */
export function tokenKey({
  context,
  feed,
}: {
  context: Pick<CanonicalizeContext, 'personal_key'>;
  feed: Feed;
}): PersonalKey | null {
  const fields = tokenisedFields(feed);
  if (fields.length === 0) return null;
  if (context.personal_key !== undefined) return context.personal_key;
  throw new OperationalFailure('personal-key-missing', { feed: feed.spec.feed, fields });
}

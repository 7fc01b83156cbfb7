import type { Feed, FeedField } from '../feed.js';
import type { FixField } from './fix-columns.js';
import type { FixOptions } from './fix-decoder.js';

const SOH = '\u0001';
const MSG_SEQ_NUM = 34;

/** What ends the FIX fields of a feed, as it stands in its files. */
export function fixSeparatorOf({ spec }: Feed): string {
  return spec.format.separator ?? SOH;
}

/** What a feed of FIX messages says of them, with every default filled in. */
export function fixOptions(feed: Feed): FixOptions {
  const { spec, routes } = feed;
  const fields = feed.fields.map(fixField);
  const sequence = fields.filter(({ tag }) => tag === MSG_SEQ_NUM).map(({ name }) => name);
  return {
    fields,
    separator: fixSeparatorOf(feed),
    log_prefix: spec.format.log_prefix ?? null,
    groups: spec.groups ?? [],
    data: spec.data ?? {},
    ignore: spec.ignore,
    resends: spec.resends ?? 'by-key',
    keyed_by_sequence: routes.some((route) => route.spec.key.some((field) => sequence.includes(field))),
  };
}

function fixField({ name, tag = 0, in: path = [], prefix }: FeedField): FixField {
  return { name, tag, in: 'group' in path ? [path] : path, prefix: prefix ?? null };
}

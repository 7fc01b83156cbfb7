import type { Route } from '../feed.js';
import { resolveReference } from '../validation/record-schema.js';

type Tagged = Pick<Route, 'fields' | 'record'>;

/**
 * Names of the fields that a feed's record schemas tag as personal data (`x-personal: true`), in the order of the feed; one
 * that any route tags is personal in all.
 */
export function personalFields(
  feed: Tagged & { readonly routes?: readonly Pick<Route, 'record'>[] },
): ReadonlySet<string> {
  const records = (feed.routes ?? [feed]).map(({ record }) => record);
  const tagged = feed.fields.filter(({ name }) =>
    records.some((record) => {
      const schema = record.properties[name];
      if (schema === undefined) return false;
      const referred = schema.$ref === undefined ? null : resolveReference(record, schema.$ref);
      return schema['x-personal'] === true || referred?.schema['x-personal'] === true;
    }),
  );
  return new Set(tagged.map(({ name }) => name));
}

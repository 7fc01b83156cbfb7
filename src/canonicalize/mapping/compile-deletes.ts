import type { CanonicalDataset } from '../../lake/canonical-dataset.js';
import type { Feed, Route } from '../feed.js';
import { LINE, OFFSET, readSegmentSql } from '../framing/read-segment.js';
import { compileRecordSchema } from '../validation/compile-record-schema.js';
import { compileCorrections } from './compile-corrections.js';
import type { CompiledFeed } from './compile-feed.js';
import { keyText } from './key-text.js';

/** Columns of a part of records that delete others. */
export const DELETE_COLUMNS = ['target_key', 'own_key', 'source_line', 'source_byte_offset'] as const;

/** What becomes of records that delete: no rows of a dataset, but a part of its own. */
const DELETES: CanonicalDataset = {
  name: 'deletes',
  description: 'Records that delete others.',
  columns: [],
  sort: ['source_byte_offset'],
  key: 'event_id',
  schema_sha256: '',
};

/**
 * The rules of the records that delete others, which are a route beside the feed's own: they need a target and nothing
 * else, and the fields of key, target and action are checked by the record schema. Empty where a feed declares none.
 */
export function compileDeletes(feed: Feed): CompiledFeed[] {
  const { spec } = feed;
  const compiled = compileCorrections(feed)?.compiled;
  if (spec.corrections === undefined || compiled === undefined) return [];
  const actions = Object.values(spec.corrections.action).flatMap((values) => Object.values(values));
  if (!actions.includes('delete')) return [];
  const route = deleteRoute(feed, spec.corrections);
  const sql: Record<(typeof DELETE_COLUMNS)[number], string> = {
    target_key: compiled.target_key,
    own_key: keyText(spec.key),
    source_line: LINE,
    source_byte_offset: OFFSET,
  };
  return [
    {
      feed: route,
      when: null,
      corrections: { ...compiled, deletes: true },
      records: (segment, except = []) => readSegmentSql(segment, feed, { except }),
      candidates: (segment) => readSegmentSql(segment, feed),
      schema: compileRecordSchema(route.record).predicates,
      checks: [],
      notices: [],
      lookups: [],
      added: [],
      columns: DELETE_COLUMNS.map((name) => ({ name, sql: sql[name], narrow: false, proves: null })),
      key_text: compiled.target_key,
      trade_date: null,
    },
  ];
}

function deleteRoute(feed: Feed, corrections: NonNullable<Feed['spec']['corrections']>): Route {
  const target = corrections.target ?? feed.spec.key;
  const named = [...target, ...feed.spec.key, ...Object.keys(corrections.action)];
  const { $schema, $id, title, description, type, $defs, properties } = feed.record;
  const kept = Object.entries(properties).filter(([field]) => named.includes(field));
  const record = {
    ...($schema === undefined ? {} : { $schema }),
    ...($defs === undefined ? {} : { $defs }),
    ...{ $id: `${$id}#deletes`, title, description, type },
    required: [...target],
    properties: Object.fromEntries(kept),
  };
  return { spec: feed.spec, fields: feed.fields, record, dataset: DELETES };
}

import type { Feed, FeedField } from '../../../../src/canonicalize/feed.js';
import type { TypedField } from '../../../../src/canonicalize/infer/field-kind.js';
import type { InferredFeed } from '../../../../src/canonicalize/infer/infer-feed.js';
import { columnRule } from '../../../../src/canonicalize/mapping/column-rule.js';

/** What a field holds, as coarse as a person would say it. */
type Sort = 'time' | 'list' | 'number' | 'text';

/** How a draft compares with the feed that people wrote: the fields whose sort is right, of those that both have. */
export type Judgement = { right: number; all: number; differ: string[] };

/** Compares the drafted fields with those of a written feed, found by name, place or order. */
export function judgeDraft(feed: Feed, draft: InferredFeed): Judgement {
  const pairs = feed.fields.map((field, index) => ({ field, drafted: draftedField(field, draft, index) }));
  const differ = pairs.flatMap(({ field, drafted }) => {
    const expected = sortOfWritten(feed, field.name);
    const actual = drafted === undefined ? 'missing' : sortOfDrafted(drafted);
    return expected === actual ? [] : [`${field.name} is ${actual}, expected ${expected}`];
  });
  return { right: pairs.length - differ.length, all: pairs.length, differ };
}

function draftedField(
  field: FeedField,
  { fields, format }: InferredFeed,
  index: number,
): TypedField | undefined {
  if (field.start !== undefined) {
    return fields.find(
      ({ part }) =>
        part['start'] === field.start && part['width'] === field.width && part['line'] === field.line,
    );
  }
  if (field.tag !== undefined) return fields.find(({ part }) => part['tag'] === field.tag);
  if (field.column !== undefined) return fields.find(({ name }) => name === field.column);
  if (field.path !== undefined) return fields.find(({ part }) => part['path'] === field.path);
  if (field.pointer !== undefined) return fields.find(({ part }) => part['pointer'] === field.pointer);
  return format.type === 'delimited' && format.list_fields
    ? fields[index]
    : fields.find(({ name }) => name === field.name);
}

function sortOfWritten(feed: Feed, name: string): Sort {
  const rule = feed.record.properties[name];
  const time = feed.spec.map['event_ts_ns'];
  if (time !== undefined && columnRule(time).sources.includes(name)) return 'time';
  if (rule?.format === 'date') return 'time';
  if (rule?.enum !== undefined || rule?.const !== undefined) return 'list';
  const mapped = Object.entries(feed.spec.map).filter(([, entry]) =>
    columnRule(entry).sources.includes(name),
  );
  const amount = mapped.some(([column]) => /price|qty|round_lot/.test(column));
  const digits = /^\^\[0-9\]|^\^\[\$\]/.test(rule?.pattern ?? '');
  if (rule?.format === 'decimal' || rule?.type === 'number' || amount || digits) return 'number';
  const listed = mapped.some(([, entry]) => columnRule(entry).values !== null);
  return listed ? 'list' : 'text';
}

function sortOfDrafted({ value }: TypedField): Sort {
  if (['timestamp', 'date', 'time'].includes(value.kind)) return 'time';
  if (value.kind === 'enum') return 'list';
  return value.kind === 'integer' || value.kind === 'decimal' ? 'number' : 'text';
}

/** One line about a draft: what its format is and how its fields compare. */
export function draftLine(name: string, draft: InferredFeed, { right, all, differ }: Judgement): string {
  const { format } = draft;
  const members = format.members.map(({ key, value }) => `${key} ${JSON.stringify(value)}`);
  const controls = [format.header, format.trailer].flatMap((control) =>
    control === null ? [] : ['match' in control ? control.match : JSON.stringify(control.paths)],
  );
  return [
    `${name}: ${right} of ${all} fields`,
    `  ${[format.type, draft.compression, draft.encoding, ...members].join(', ')}`,
    ...controls.map((match) => `  ${match}`),
    `  ${draft.to} by ${draft.key.join(', ')}: ${draft.mapped} of ${draft.columns} columns`,
    ...differ.map((text) => `  ${text}`),
    '',
  ].join('\n');
}

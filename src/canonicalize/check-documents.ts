import type { FeedSpec } from '../domain/generated/feed-spec.js';
import { type FeedProblem, feedProblem } from './feed-problem.js';
import { controlPaths } from './framing/control-values.js';
import { parseXmlPath, type XmlPath } from './framing/xml-paths.js';
import type { UncheckedFeed } from './unchecked-feed.js';

type Format = FeedSpec['format'];

/** What is wrong with the parts of a feed that are for JSON and XML documents alone. */
export function checkDocuments(checked: UncheckedFeed): FeedProblem[] {
  return [
    ...checkParts(checked),
    ...checkControlForms(checked),
    ...(checked.spec.format.type === 'xml' ? checkPaths(checked) : []),
    ...checkRepeatedPaths(checked),
  ];
}

function checkParts({ spec, yaml }: UncheckedFeed): FeedProblem[] {
  const { format } = spec;
  const several = format.type === 'json-array' && Array.isArray(format.record);
  return [
    ...(format.type === 'xml' && format.record === undefined
      ? [
          feedProblem('feed-format-incomplete', yaml.placeOf(['format']), {
            format: 'xml',
            needs: 'a record',
          }),
        ]
      : []),
    ...(several
      ? [
          feedProblem('feed-path', yaml.placeOf(['format', 'record']), {
            path: String(format.record),
            expected: 'one JSON pointer',
          }),
        ]
      : []),
  ];
}

/** Lines are matched, documents are read at paths, and what has neither has no control values. */
function checkControlForms({ spec, yaml }: UncheckedFeed): FeedProblem[] {
  const form = controlForm(spec.format);
  return (['header', 'trailer'] as const).flatMap((part) => {
    const control = spec[part];
    if (control === undefined) return [];
    const given = (['match', 'paths'] as const).filter((name) => control[name] !== undefined);
    if (given.length === 1 && given[0] === form) return [];
    const data = { part, format: spec.format.type, expected: form };
    return [feedProblem('feed-control-form', yaml.placeOfKey([part]), data)];
  });
}

function controlForm({ type, record }: Format): 'match' | 'paths' | 'none' {
  if (type === 'xml') return 'paths';
  if (type === 'json-array') return record === undefined ? 'none' : 'paths';
  return type === 'json-concatenated' ? 'none' : 'match';
}

function checkPaths({ spec, fields, yaml }: UncheckedFeed): FeedProblem[] {
  const { record = [] } = spec.format;
  const records = typeof record === 'string' ? [record] : record;
  const inRecord = (path: XmlPath): boolean =>
    path.kind === 'absolute' && records.some((one) => `/${path.steps.join('/')}/`.startsWith(`${one}/`));
  const used = [
    ...records.map((path) => ({
      path,
      at: ['format', 'record'],
      sound: (parsed: XmlPath) =>
        parsed.kind === 'absolute' &&
        parsed.attribute === null &&
        !records.some((other) => other !== path && path.startsWith(`${other}/`)),
      expected: 'the absolute path of an element that stands in no other record',
    })),
    ...fields.map(({ name, path = name }) => ({
      path,
      at: ['fields'],
      sound: (parsed: XmlPath) => !inRecord(parsed),
      expected:
        'child/grandchild, child/@attribute, . or local-name() from the record element, or the absolute path of a value outside it',
    })),
    ...controlPaths(spec).map(({ where, name, path }) => ({
      path,
      at: [where, 'paths', name],
      sound: (parsed: XmlPath) => parsed.kind === 'absolute' && !inRecord(parsed),
      expected: 'the absolute path of a value outside the records',
    })),
  ];
  return used.flatMap(({ path, at, sound, expected }) => {
    const parsed = parseXmlPath(path);
    if (parsed !== null && sound(parsed)) return [];
    return [feedProblem('feed-path', yaml.placeOf(at), { path, expected })];
  });
}

/** A value goes to one field; a second one of the same path would stay empty. */
function checkRepeatedPaths({ spec, fields, yaml }: UncheckedFeed): FeedProblem[] {
  const { type } = spec.format;
  if (type !== 'xml' && !type.startsWith('json-')) return [];
  const paths = fields.map(({ name, path, pointer }) =>
    type === 'xml' ? (path ?? name) : (pointer ?? `/${name}`),
  );
  return paths
    .filter((path, index) => paths.indexOf(path) !== index)
    .map((path) =>
      feedProblem('feed-path', yaml.placeOf(['fields']), { path, expected: 'each path once, for one field' }),
    );
}

import { RE2JS } from 're2js';
import type { FeedSpec, FixGroup, GroupStep } from '../domain/generated/feed-spec.js';
import type { PlacedYaml } from '../domain/placed-yaml.js';
import type { FeedField } from './feed.js';
import { type FeedProblem, feedProblem } from './feed-problem.js';

type Checked = { spec: FeedSpec; fields: readonly FeedField[]; yaml: PlacedYaml };
type Path = readonly (string | number)[];

/** What is wrong with the groups, paths and log prefix of a feed of FIX messages. */
export function checkFix({ spec, fields, yaml }: Checked): FeedProblem[] {
  if (spec.format.type !== 'fix') return [];
  return [
    ...checkFraming(spec, yaml),
    ...checkGroups(spec.groups ?? [], ['groups'], yaml),
    ...checkPrefix(spec.format.log_prefix, fields, yaml),
    ...fields.flatMap((field, index) =>
      checkPath(field, spec.groups ?? [], { yaml, path: ['fields', index, 'in'] }),
    ),
  ];
}

function checkFraming({ format, header, trailer }: FeedSpec, yaml: PlacedYaml): FeedProblem[] {
  const lacks = (key: string, needs: string): FeedProblem =>
    feedProblem('feed-format-incomplete', yaml.placeOf(['format', key]), { format: format.type, needs });
  const controlled = format.framing === 'messages' && (header ?? trailer) !== undefined;
  return [
    ...(controlled ? [lacks('framing', 'neither header nor trailer where framing is messages')] : []),
    ...(format.encoding === 'utf-8'
      ? []
      : [lacks('encoding', 'encoding utf-8, because BodyLength and CheckSum count bytes as they were sent')]),
  ];
}

/** A tag that two groups side by side count, or that stands twice in one group, has no clear place. */
function checkGroups(groups: readonly FixGroup[], path: Path, yaml: PlacedYaml): FeedProblem[] {
  const counts = groups.map(({ count }) => count);
  return groups.flatMap((group, index) => {
    const at = [...path, index];
    const inner = group.groups ?? [];
    const tags = [group.count, group.first, ...(group.members ?? []), ...inner.map(({ count }) => count)];
    const twice = tags.find((tag, place) => tags.indexOf(tag) !== place);
    const repeated = counts.indexOf(group.count) === index ? twice : group.count;
    const data = { tag: repeated ?? 0, group: group.count };
    return [
      ...(repeated === undefined ? [] : [feedProblem('feed-tag-repeated', yaml.placeOf(texts(at)), data)]),
      ...checkGroups(inner, [...at, 'groups'], yaml),
    ];
  });
}

function checkPrefix(
  pattern: string | true | undefined,
  fields: readonly FeedField[],
  yaml: PlacedYaml,
): FeedProblem[] {
  const at = yaml.placeOf(['format', 'log_prefix']);
  const known = typeof pattern === 'string' ? namedGroups(pattern) : [];
  if (typeof known === 'string') {
    return [feedProblem('feed-expression', at, { expression: String(pattern), reason: known })];
  }
  return fields.flatMap(({ name, prefix }, index) => {
    if (prefix === undefined || known.includes(prefix)) return [];
    const place = yaml.placeOf(['fields', String(index), 'prefix']);
    return [feedProblem('feed-prefix-group', place, { field: name, group: prefix, known })];
  });
}

/** The named groups of an expression, or why it is none. */
function namedGroups(pattern: string): string[] | string {
  try {
    return Object.keys(RE2JS.compile(pattern).namedGroups());
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function checkPath(
  field: FeedField,
  groups: readonly FixGroup[],
  { yaml, path }: { yaml: PlacedYaml; path: Path },
): FeedProblem[] {
  const { name } = field;
  const at = yaml.placeOf(texts(path));
  let within = groups;
  let group: FixGroup | undefined;
  for (const step of stepsOf(field)) {
    const known = within.map(({ count }) => String(count));
    group = within.find(({ count }) => count === step.group);
    if (group === undefined)
      return [feedProblem('feed-group-unknown', at, { field: name, group: step.group, known })];
    if ((step.index === undefined) === (step.where === undefined)) {
      return [feedProblem('feed-group-step', at, { field: name, group: step.group })];
    }
    const strange = Object.keys(step.where ?? {}).find((tag) => !isTagOf(group as FixGroup, Number(tag)));
    if (strange !== undefined) {
      return [feedProblem('feed-group-tag', at, { tag: Number(strange), group: step.group })];
    }
    within = group.groups ?? [];
  }
  const { tag = 0 } = field;
  if (group === undefined || isTagOf(group, tag)) return [];
  return [feedProblem('feed-group-tag', at, { tag, group: group.count })];
}

function stepsOf({ in: path = [] }: FeedField): readonly GroupStep[] {
  return 'group' in path ? [path] : path;
}

function isTagOf(group: FixGroup, tag: number): boolean {
  const inner = (group.groups ?? []).map(({ count }) => count);
  return [group.first, ...(group.members ?? []), ...inner].includes(tag);
}

function texts(path: Path): string[] {
  return path.map(String);
}

import type { FeedSpec } from '../domain/generated/feed-spec.js';
import { type FeedProblem, feedProblem } from './feed-problem.js';
import type { UncheckedFeed } from './unchecked-feed.js';

type Format = FeedSpec['format'];
type Types = readonly Format['type'][];

const DELIMITED: Types = ['delimited'];
const FIXED_WIDTH: Types = ['fixed-width'];
const FIX: Types = ['fix'];
const XML: Types = ['xml'];
const LINES: Types = ['delimited', 'fixed-width', 'json-lines', 'fix'];

/** For which formats a part of a feed is; all others are for every format. */
const PARTS: Readonly<Record<string, Types>> = {
  layouts: DELIMITED,
  batch: ['delimited', 'fixed-width'],
  ignore: FIX,
  groups: FIX,
  data: FIX,
  resends: FIX,
};

/** For which formats an option of the format is. */
const OPTIONS: Readonly<Partial<Record<keyof Format, Types>>> = {
  delimiter: DELIMITED,
  quote: DELIMITED,
  escape: DELIMITED,
  multiline: DELIMITED,
  header: DELIMITED,
  preamble: LINES,
  comment: LINES,
  width: FIXED_WIDTH,
  pad: FIXED_WIDTH,
  lines: FIXED_WIDTH,
  sequence: FIXED_WIDTH,
  separator: FIX,
  log_prefix: FIX,
  framing: FIX,
  record: ['json-array', 'xml'],
  namespace: XML,
  trim: XML,
};

/** For which formats a part of a field is. */
const FIELD_PARTS: Readonly<Record<string, Types>> = {
  tag: FIX,
  in: FIX,
  prefix: FIX,
  start: FIXED_WIDTH,
  width: FIXED_WIDTH,
  line: FIXED_WIDTH,
  pointer: ['json-lines', 'json-array', 'json-concatenated'],
  path: XML,
  repeat: XML,
  column: ['parquet'],
  type: ['parquet'],
};

/** Parts of a feed that its format has no use for: they would be passed over in silence. */
export function checkOptions({ spec, yaml }: UncheckedFeed): FeedProblem[] {
  const { type } = spec.format;
  const foreign = (value: object, formats: Readonly<Record<string, Types>>, path: string[]): FeedProblem[] =>
    Object.keys(value)
      .filter((option) => formats[option]?.includes(type) === false)
      .map((option) => {
        const at = yaml.placeOfKey([...path, option]);
        return feedProblem('feed-format-option', at, { option, format: type });
      });
  return [
    ...foreign(spec, PARTS, []),
    ...foreign(spec.format, OPTIONS, ['format']),
    ...(spec.fields ?? []).flatMap((field, index) =>
      typeof field === 'string' ? [] : foreign(field, FIELD_PARTS, ['fields', String(index)]),
    ),
  ];
}

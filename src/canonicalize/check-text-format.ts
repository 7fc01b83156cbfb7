import { type FeedProblem, feedProblem } from './feed-problem.js';
import type { UncheckedFeed } from './unchecked-feed.js';

/** What is wrong with the options of a delimited or fixed-width format, beyond what is missing or of another format. */
export function checkTextFormat(checked: UncheckedFeed): FeedProblem[] {
  return [...checkNeeds(checked), ...checkMarks(checked), ...checkWidths(checked)];
}

function checkNeeds({ spec, yaml }: UncheckedFeed): FeedProblem[] {
  const { type, quote = 'none', multiline = false, lines, sequence } = spec.format;
  const needs = [
    multiline && quote === 'none' ? 'a quote for multiline' : null,
    lines !== undefined && sequence === undefined ? 'a sequence for lines' : null,
    sequence !== undefined && lines === undefined ? 'lines for its sequence' : null,
  ].filter((need) => need !== null);
  return needs.map((need) =>
    feedProblem('feed-format-incomplete', yaml.placeOf(['format']), { format: type, needs: need }),
  );
}

/** Signs that would mean two things. */
function checkMarks({ spec, yaml }: UncheckedFeed): FeedProblem[] {
  const { type, delimiter, quote = 'none', escape: escaping, numbers } = spec.format;
  const marks = [
    ...(quote === 'none' ? [] : [quote]),
    ...(escaping === 'backslash' ? ['\\'] : []),
    '\n',
    '\r',
    '\0',
  ];
  const pairs = [
    ...marks.map((character) => ({ option: 'delimiter', value: delimiter, character })),
    { option: 'quote', value: quote, character: escaping === 'backslash' ? '\\' : undefined },
    { option: 'numbers.thousands', value: numbers?.thousands, character: numbers?.decimal },
  ];
  return pairs.flatMap(({ option, value, character }) => {
    if (value === undefined || character === undefined || !value.includes(character)) return [];
    if (type !== 'delimited' && option !== 'numbers.thousands') return [];
    const at = yaml.placeOf(['format', ...option.split('.')]);
    return [feedProblem('feed-format-ambiguous', at, { option, value, character })];
  });
}

function checkWidths({ spec, fields, yaml }: UncheckedFeed): FeedProblem[] {
  const { type, width, lines = 1 } = spec.format;
  if (type !== 'fixed-width' || width === undefined) return [];
  return fields.flatMap((field) => {
    const { name, line = 1 } = field;
    if (field.start === undefined || field.width === undefined) return [];
    const ends = field.start + field.width - 1;
    if (ends <= width && line <= lines) return [];
    const data = { field: name, line, ends, width, lines };
    return [feedProblem('feed-field-outside', yaml.placeOf(['fields']), data)];
  });
}

import { type Diagnostic, formatPlace, type Place, quoted, someOf } from '../domain/diagnostic.js';
import { formatSpecProblem, type SpecProblem, specProblemText } from '../domain/spec-problem.js';

/** What is wrong with a feed.yaml or its record schema beyond their JSON Schemas. */
export type FeedProblemData = {
  'feed-name-differs': { feed: string; folder: string };
  'feed-dataset-unknown': { dataset: string; known: readonly string[] };
  'feed-field-unknown': { field: string; known: readonly string[] };
  'feed-field-incomplete': { field: string; format: string; needs: string };
  'feed-group-unknown': { field: string; group: number; known: readonly string[] };
  'feed-group-step': { field: string; group: number };
  'feed-group-tag': { tag: number; group: number };
  'feed-tag-repeated': { tag: number; group: number };
  'feed-prefix-group': { field: string; group: string; known: readonly string[] };
  'feed-format-incomplete': { format: string; needs: string };
  'feed-control-form': { part: string; format: string; expected: 'match' | 'paths' | 'none' };
  'feed-path': { path: string; expected: string };
  'feed-format-option': { option: string; format: string };
  'feed-format-ambiguous': { option: string; value: string; character: string };
  'feed-field-outside': { field: string; line: number; ends: number; width: number; lines: number };
  'feed-field-repeated': { field: string };
  'feed-field-reserved': { field: string };
  'feed-layout-columns': { columns: number; fields: number };
  'feed-layouts-ended': { until: string };
  'feed-group-missing': { group: string; expression: string };
  'feed-group-unused': { group: string; known: readonly string[] };
  'feed-column-unknown': { column: string; known: readonly string[] };
  'feed-column-derived': { column: string };
  'feed-column-unmapped': { column: string };
  'feed-source-unclear': { column: string };
  'feed-value-not-canonical': { column: string; value: string; known: readonly string[] };
  'feed-timestamp-form': { form: string };
  'feed-timestamp-without-time': { form: string };
  'feed-timestamp-missing': { column: string };
  'feed-zone-unknown': { zone: string };
  'feed-calendar-unknown': { calendar: string; known: readonly string[] };
  'feed-arrival-incomplete': { key: string; needs: string };
  'feed-scale-too-fine': { column: string; scale: number; type: string };
  'feed-key-misplaced': { column: string; key: string; type: string };
  'feed-keys-conflict': { column: string; keys: readonly string[] };
  'feed-key-alone': { column: string; key: string; needs: string };
  'feed-numbers-unclear': { mark: string };
  'feed-timestamp-without-date': { form: string };
  'feed-date-form': { form: string };
  'feed-lookup-dataset': { dataset: string; known: readonly string[] };
  'feed-lookup-column': { dataset: string; column: string; known: readonly string[] };
  'feed-lookup-type': { column: string; type: string; taken: string; taken_type: string };
  'feed-expression-word': { column: string; word: string };
  'feed-expression-unbound': { column: string; reason: string };
  'feed-expression-type': { column: string; type: string };
  'feed-expression': { expression: string; reason: string };
  'feed-field-untyped': { field: string };
  'feed-fields-alike': { field: string; other: string };
  'feed-keyword-idle': { keyword: string; about: string; needs: string };
  'feed-reference-unknown': { reference: string; known: readonly string[] };
  'feed-reference-circular': { reference: string };
  'feed-schema-too-large': { limit: number };
  'feed-number-inexact': { written: string; kept: string };
  'feed-divisor': { divisor: string; digits: number };
  'feed-personal-misplaced': { field: string; use: string };
  'feed-corrections-idle': Record<string, never>;
  'feed-corrections-target': { target: readonly string[]; key: readonly string[] };
  'feed-corrections-dataset': { dataset: string; key: string };
  'feed-corrections-keys': { key: readonly string[]; other: readonly string[] };
  'feed-corrections-within': Record<string, never>;
  'feed-type-needs-json': { field: string; type: string; format: string };
};

type OwnProblem = {
  [Code in keyof FeedProblemData]: Diagnostic<Code, FeedProblemData[Code]>;
}[keyof FeedProblemData];

export type FeedProblem = OwnProblem | SpecProblem;

/** One sentence per code: what is, what was expected. The source of docs/errors.md. */
export const feedProblemText: {
  readonly [Code in keyof FeedProblemData]: (data: FeedProblemData[Code]) => string;
} = {
  'feed-name-differs': (d) =>
    `feed is ${quoted(d.feed)}, expected the name of its folder, ${quoted(d.folder)}`,
  'feed-dataset-unknown': (d) => `to is ${quoted(d.dataset)}, expected one of ${d.known.join(', ')}`,
  'feed-field-unknown': (d) =>
    `field ${quoted(d.field)} is not declared, expected one of ${d.known.join(', ')}`,
  'feed-field-incomplete': (d) => `field ${quoted(d.field)} of a ${d.format} record needs ${d.needs}`,
  'feed-group-unknown': (d) =>
    `field ${quoted(d.field)} stands in group ${d.group}, which is not declared there, expected one of ${someOf(d.known)}`,
  'feed-group-step': (d) =>
    `field ${quoted(d.field)} needs exactly one of index and where to say which entry of group ${d.group} it stands in`,
  'feed-group-tag': (d) =>
    `tag ${d.tag} is no tag of group ${d.group}, expected its first tag or one of its members`,
  'feed-tag-repeated': (d) =>
    `tag ${d.tag} stands twice in what is declared of group ${d.group}, expected it once`,
  'feed-prefix-group': (d) =>
    `field ${quoted(d.field)} takes the named group ${quoted(d.group)}, expected one of ${someOf(d.known)}; log_prefix names them (?P<name>…)`,
  'feed-format-incomplete': (d) => `format ${d.format} needs ${d.needs}`,
  'feed-control-form': (d) =>
    d.expected === 'none'
      ? `format ${d.format} has no place for a ${d.part}: only an array inside a document (format.record) has one`
      : `the ${d.part} of format ${d.format} needs ${d.expected}, and nothing else, to say where its values stand`,
  'feed-path': (d) => `path ${quoted(d.path)} is none here, expected ${d.expected}`,
  'feed-format-option': (d) => `${d.option} means nothing for format ${d.format}; take it out`,
  'feed-format-ambiguous': (d) =>
    `${d.option} is ${quoted(d.value)}, but ${quoted(d.character)} has another meaning in the file; expected a sign of its own`,
  'feed-field-outside': (d) =>
    `field ${quoted(d.field)} ends in column ${d.ends} of line ${d.line}, expected at most ${d.width} columns and ${d.lines} ${d.lines === 1 ? 'line' : 'lines'}`,
  'feed-field-repeated': (d) => `field ${quoted(d.field)} is declared twice, expected once`,
  'feed-field-reserved': (d) => `field ${quoted(d.field)} has a reserved name, expected another`,
  'feed-layout-columns': (d) =>
    `the layout is known by ${d.columns} columns, but has ${d.fields} fields; expected as many`,
  'feed-layouts-ended': (d) => `no layout is for files after ${d.until}, expected one without "until"`,
  'feed-group-missing': (d) =>
    `${quoted(d.expression)} has no named group ${quoted(d.group)}, expected (?P<${d.group}>…)`,
  'feed-group-unused': (d) =>
    `the named group ${quoted(d.group)} is read by nothing, expected one of ${d.known.join(', ')}`,
  'feed-column-unknown': (d) =>
    `the dataset has no column ${quoted(d.column)}, expected one of ${d.known.join(', ')}`,
  'feed-column-derived': (d) => `column ${quoted(d.column)} is made by tapewarden; take it out of the map`,
  'feed-column-unmapped': (d) =>
    `column ${quoted(d.column)} is required by the dataset, but the map does not name it`,
  'feed-source-unclear': (d) =>
    `column ${quoted(d.column)} needs exactly one of from, first, constant and expression`,
  'feed-value-not-canonical': (d) =>
    `column ${quoted(d.column)} is mapped to ${quoted(d.value)}, expected one of ${someOf(d.known)}`,
  'feed-timestamp-form': (d) =>
    `timestamp form ${quoted(d.form)} is not known, expected one such as epoch-ns, midnight-s or yyyy-MM-dd'T'HH:mm:ss.nnnZ, each part once, other letters in single quotes`,
  'feed-timestamp-without-time': (d) =>
    `timestamp form ${quoted(d.form)} has no time of day; events would stand at midnight: say "precision: day" if that is meant`,
  'feed-timestamp-missing': (d) =>
    `column ${quoted(d.column)} needs a timestamp form, and a zone unless every form is epoch or has an offset`,
  'feed-zone-unknown': (d) =>
    `zone ${quoted(d.zone)} is not known, expected an IANA name such as America/New_York`,
  'feed-calendar-unknown': (d) =>
    `calendar ${quoted(d.calendar)} is not known, expected one of ${d.known.join(', ')}`,
  'feed-arrival-incomplete': (d) => `arrives.${d.key} says nothing without ${d.needs}`,
  'feed-scale-too-fine': (d) =>
    `scale ${d.scale} has more decimals than column ${quoted(d.column)}, ${d.type}`,
  'feed-key-misplaced': (d) => `${d.key} does not apply to column ${quoted(d.column)}, ${d.type}`,
  'feed-keys-conflict': (d) => `column ${quoted(d.column)} has ${d.keys.join(' and ')}, expected one of them`,
  'feed-key-alone': (d) => `${d.key} of column ${quoted(d.column)} has no effect without ${d.needs}`,
  'feed-numbers-unclear': (d) =>
    `${quoted(d.mark)} stands for both decimal and thousands in format.numbers, expected two marks`,
  'feed-timestamp-without-date': (d) =>
    `timestamp form ${quoted(d.form)} has no date: say "date: delivery", or from which field and form it comes`,
  'feed-date-form': (d) =>
    `form ${quoted(d.form)} is not that of a date alone, expected one such as yyyyMMdd`,
  'feed-lookup-dataset': (d) =>
    `lookup names dataset ${quoted(d.dataset)}, expected one of ${d.known.join(', ')}`,
  'feed-lookup-column': (d) =>
    `dataset ${d.dataset} has no column ${quoted(d.column)}, expected one of ${d.known.join(', ')}`,
  'feed-lookup-type': (d) =>
    `lookup takes ${quoted(d.taken)}, ${d.taken_type}, for column ${quoted(d.column)}, ${d.type}; expected the same type`,
  'feed-expression-word': (d) =>
    `expression of column ${quoted(d.column)} has ${quoted(d.word)}, expected fields, literals, operators, CASE, CAST and the functions in docs/feed-reference.md`,
  'feed-expression-unbound': (d) =>
    `expression of column ${quoted(d.column)} cannot be computed: ${d.reason}`,
  'feed-expression-type': (d) =>
    `expression of column ${quoted(d.column)} gives or uses ${d.type}, expected text, a boolean, a date or an exact number`,
  'feed-expression': (d) => `${quoted(d.expression)} is no RE2 expression: ${d.reason}`,
  'feed-field-untyped': (d) =>
    `field ${quoted(d.field)} has no type to read its text by, expected one or several of string, number, integer and boolean, or object or array alone`,
  'feed-fields-alike': (d) =>
    `fields ${quoted(d.field)} and ${quoted(d.other)} differ only in case, expected names that the database tells apart`,
  'feed-keyword-idle': (d) => `${d.keyword} says nothing about ${d.about}; it needs ${d.needs}`,
  'feed-reference-unknown': (d) =>
    `reference ${quoted(d.reference)} leads nowhere, expected one of ${someOf(d.known)}`,
  'feed-reference-circular': (d) =>
    `reference ${quoted(d.reference)} leads back to itself without end, expected a schema of another value`,
  'feed-schema-too-large': (d) =>
    `the record schema has more than ${d.limit} schemas where each reference stands for a copy of what it names; refer to fewer, or write the rule once in allOf`,
  'feed-number-inexact': (d) =>
    `${d.written} is read as ${d.kept}, expected a number that a JSON reader keeps; write a limit as text: "${d.written}"`,
  'feed-divisor': (d) =>
    `multipleOf is ${quoted(d.divisor)}, expected a number above 0 of at most ${d.digits} digits`,
  'feed-personal-misplaced': (d) =>
    `field ${quoted(d.field)} is personal data and is used for ${d.use}, expected a column of free text or the key, where a token can stand for it; take it out, or x-personal from its record schema`,
  'feed-corrections-idle': () =>
    'no value of corrections.action replaces or deletes, expected one; without any take corrections out',
  'feed-corrections-target': (d) =>
    `corrections.target has the fields ${d.target.join(', ')}, expected one for each field of the key, ${d.key.join(', ')}, in its order`,
  'feed-corrections-dataset': (d) =>
    `rows of ${d.dataset} are known by their ${d.key}, expected a dataset of events, because only those are corrected`,
  'feed-corrections-keys': (d) =>
    `records of one type have the key ${d.key.join(', ')}, of another ${d.other.join(', ')}, expected one key for all, because a correction names a record by it, or corrections.target, which names records of the first type`,
  'feed-corrections-within': () =>
    'corrections.within has no effect without trade_date: event; a correction is about the trade date of its file',
  'feed-type-needs-json': (d) =>
    `field ${quoted(d.field)} is of type ${d.type}, which a ${d.format} record has not; expected string, number, integer or boolean`,
};

/** A problem of one code; keeps code and data of one type together. */
export function feedProblem<Code extends keyof FeedProblemData>(
  code: Code,
  at: Place,
  data: FeedProblemData[Code],
): FeedProblem {
  // A code and its own data make a member of the union; TypeScript does not follow a generic into a union.
  return { code, severity: 'error', at, data } as FeedProblem;
}

/** `file:line:column: what is, what was expected [code]`. */
export function formatFeedProblem(problem: FeedProblem): string {
  if (problem.code in specProblemText) return formatSpecProblem(problem as SpecProblem);
  const own = problem as OwnProblem;
  const text = feedProblemText[own.code] as (data: OwnProblem['data']) => string;
  return `${formatPlace(own.at)}: ${text(own.data)} [${own.code}]`;
}

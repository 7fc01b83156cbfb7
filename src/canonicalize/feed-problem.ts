import { type Diagnostic, formatPlace, type Place, quoted, someOf } from '../domain/diagnostic.js';
import { formatSpecProblem, type SpecProblem, specProblemText } from '../domain/spec-problem.js';

/** What is wrong with a feed.yaml or its record schema beyond their JSON Schemas. */
export type FeedProblemData = {
  'feed-name-differs': { feed: string; folder: string };
  'feed-dataset-unknown': { dataset: string; known: readonly string[] };
  'feed-field-unknown': { field: string; known: readonly string[] };
  'feed-field-incomplete': { field: string; format: string; needs: string };
  'feed-format-incomplete': { format: string; needs: string };
  'feed-format-unused': { format: string; part: string };
  'feed-control-form': { part: string; format: string; expected: 'match' | 'paths' | 'none' };
  'feed-path': { path: string; expected: string };
  'feed-column-unknown': { column: string; known: readonly string[] };
  'feed-column-derived': { column: string };
  'feed-column-unmapped': { column: string };
  'feed-source-unclear': { column: string };
  'feed-value-not-canonical': { column: string; value: string; known: readonly string[] };
  'feed-timestamp-form': { form: string };
  'feed-timestamp-without-time': { form: string };
  'feed-timestamp-missing': { column: string };
  'feed-zone-unknown': { zone: string };
  'feed-scale-too-fine': { column: string; scale: number; type: string };
  'feed-expression': { expression: string; reason: string };
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
  'feed-format-incomplete': (d) => `format ${d.format} needs ${d.needs}`,
  'feed-format-unused': (d) => `format ${d.format} makes no use of ${d.part}; take it out`,
  'feed-control-form': (d) =>
    d.expected === 'none'
      ? `format ${d.format} has no place for a ${d.part}: only an array inside a document (format.record) has one`
      : `the ${d.part} of format ${d.format} needs ${d.expected}, and nothing else, to say where its values stand`,
  'feed-path': (d) => `path ${quoted(d.path)} is none here, expected ${d.expected}`,
  'feed-column-unknown': (d) =>
    `the dataset has no column ${quoted(d.column)}, expected one of ${d.known.join(', ')}`,
  'feed-column-derived': (d) => `column ${quoted(d.column)} is made by tapewarden; take it out of the map`,
  'feed-column-unmapped': (d) =>
    `column ${quoted(d.column)} is required by the dataset, but the map does not name it`,
  'feed-source-unclear': (d) => `column ${quoted(d.column)} needs exactly one of from, first and constant`,
  'feed-value-not-canonical': (d) =>
    `column ${quoted(d.column)} is mapped to ${quoted(d.value)}, expected one of ${someOf(d.known)}`,
  'feed-timestamp-form': (d) =>
    `timestamp form ${quoted(d.form)} is not known, expected epoch-ns or a form with yyyy, MM, dd and at most nine n`,
  'feed-timestamp-without-time': (d) =>
    `timestamp form ${quoted(d.form)} has no time of day; events would stand at midnight: say "precision: day" if that is meant`,
  'feed-timestamp-missing': (d) => `column ${quoted(d.column)} needs a timestamp form and a zone`,
  'feed-zone-unknown': (d) =>
    `zone ${quoted(d.zone)} is not known, expected an IANA name such as America/New_York`,
  'feed-scale-too-fine': (d) =>
    `scale ${d.scale} has more decimals than column ${quoted(d.column)}, ${d.type}`,
  'feed-expression': (d) => `${quoted(d.expression)} is no RE2 expression: ${d.reason}`,
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

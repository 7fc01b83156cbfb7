import { type Diagnostic, formatPlace, type Place, quoted, someOf } from '../domain/diagnostic.js';

/** What is sound in a feed and yet probably not meant. */
export type FeedWarningData = {
  'feed-lint-field-unused': { field: string };
  'feed-lint-value-unreached': { column: string; field: string; values: readonly string[] };
  'feed-lint-value-unmapped': { column: string; field: string; values: readonly string[] };
  'feed-lint-key-optional': { field: string };
  'feed-lint-pattern-unanchored': { field: string; pattern: string };
  'feed-lint-text-unbounded': { field: string };
  'feed-lint-time-coarse': { forms: readonly string[] };
  'feed-lint-personal-unread': { column: string };
  'feed-lint-sample-dates': { dates: readonly string[] };
};

export type FeedWarning = {
  [Code in keyof FeedWarningData]: Diagnostic<Code, FeedWarningData[Code]>;
}[keyof FeedWarningData];

/** One sentence per code: what is, and what to do where it is not meant. The source of docs/errors.md. */
export const feedWarningText: {
  readonly [Code in keyof FeedWarningData]: (data: FeedWarningData[Code]) => string;
} = {
  'feed-lint-field-unused': (d) =>
    `field ${quoted(d.field)} is neither mapped nor part of the key nor held to one value; map it or take it out`,
  'feed-lint-value-unreached': (d) =>
    `column ${quoted(d.column)} maps ${someOf(d.values)}, which the record schema does not let field ${quoted(d.field)} have`,
  'feed-lint-value-unmapped': (d) =>
    `column ${quoted(d.column)} does not map ${someOf(d.values)}, which field ${quoted(d.field)} may have; such records are rejected`,
  'feed-lint-key-optional': (d) =>
    `field ${quoted(d.field)} is part of the key, but the record schema does not require it`,
  'feed-lint-pattern-unanchored': (d) =>
    `pattern ${quoted(d.pattern)} of field ${quoted(d.field)} matches anywhere in the value, expected ^ at its beginning and $ at its end`,
  'feed-lint-text-unbounded': (d) =>
    `field ${quoted(d.field)} may hold text of any length, expected a maxLength or a narrower rule`,
  'feed-lint-time-coarse': (d) =>
    `the time of an event is read as ${someOf(d.forms)}, without a fraction of a second; electronic events need one`,
  'feed-lint-personal-unread': (d) =>
    `column ${quoted(d.column)} is personal data, and no pattern reads it; leave it out unless somebody needs it`,
  'feed-lint-sample-dates': (d) =>
    `events of the sample are of the dates ${someOf(d.dates)}, expected one trade date a file; say "trade_date: event" if several are meant`,
};

/** A warning of one code; keeps code and data of one type together. */
export function feedWarning<Code extends keyof FeedWarningData>(
  code: Code,
  at: Place,
  data: FeedWarningData[Code],
): FeedWarning {
  // A code and its own data make a member of the union; TypeScript does not follow a generic into a union.
  return { code, severity: 'warning', at, data } as FeedWarning;
}

/** `file:line:column: what is, what to do [code]`. */
export function formatFeedWarning(warning: FeedWarning): string {
  const text = feedWarningText[warning.code] as (data: FeedWarning['data']) => string;
  return `${formatPlace(warning.at)}: ${text(warning.data)} [${warning.code}]`;
}

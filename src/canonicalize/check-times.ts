import type { Place } from '../domain/diagnostic.js';
import { isZone } from '../domain/zoned-time.js';
import type { CanonicalColumn } from '../lake/canonical-dataset.js';
import { type FeedProblem, feedProblem } from './feed-problem.js';
import type { ColumnRule } from './mapping/column-rule.js';
import { isInstantColumn } from './mapping/compile-time.js';
import { parseTimestampForm, type TimestampForm } from './mapping/timestamp-form.js';
import { isInstant, needsDate } from './mapping/timestamp-sql.js';

/** What is wrong with the forms, zone and date of a time; nothing for a column that holds none. */
export function checkTimes(column: CanonicalColumn, rule: ColumnRule, at: Place): FeedProblem[] {
  if (column.type === 'DATE') return checkDate(column, rule, at);
  if (!isInstantColumn(column)) return [];
  const forms = rule.timestamps.map((text) => ({ text, form: parseTimestampForm(text) }));
  const zoned = forms.some(({ form }) => form !== null && !isInstant(form));
  if (forms.length === 0 || (zoned && rule.zone === null))
    return [feedProblem('feed-timestamp-missing', at, { column: column.name })];
  const dateless = forms.some(({ form }) => form !== null && needsDate(form));
  return [
    ...forms.flatMap(({ text, form }) => checkForm(text, form, { rule, at })),
    ...(rule.zone === null || isZone(rule.zone)
      ? []
      : [feedProblem('feed-zone-unknown', at, { zone: rule.zone })]),
    ...(rule.date === null || rule.date === 'delivery' || isDate(rule.date.form)
      ? []
      : [feedProblem('feed-date-form', at, { form: rule.date.form })]),
    ...(rule.date !== null && !dateless
      ? [
          feedProblem('feed-key-alone', at, {
            column: column.name,
            key: 'date',
            needs: 'a form without a date',
          }),
        ]
      : []),
  ];
}

function checkForm(
  text: string,
  form: TimestampForm | null,
  { rule, at }: { rule: ColumnRule; at: Place },
): FeedProblem[] {
  if (form === null) return [feedProblem('feed-timestamp-form', at, { form: text })];
  if (needsDate(form) && rule.date === null)
    return [feedProblem('feed-timestamp-without-date', at, { form: text })];
  if (form.kind === 'elapsed' || form.has_time || rule.precision === 'day') return [];
  return [feedProblem('feed-timestamp-without-time', at, { form: text })];
}

function checkDate(column: CanonicalColumn, rule: ColumnRule, at: Place): FeedProblem[] {
  if (rule.timestamps.length === 0)
    return [
      feedProblem('feed-key-alone', at, {
        column: column.name,
        key: 'the source',
        needs: 'a timestamp form',
      }),
    ];
  return rule.timestamps
    .filter((text) => !isDate(text))
    .map((form) => feedProblem('feed-date-form', at, { form }));
}

function isDate(text: string): boolean {
  const form = parseTimestampForm(text);
  return form?.kind === 'civil' && form.has_date && !form.has_time;
}

import { stripped } from './control-match.js';
import type { ControlGuess, ObservedField } from './detected-format.js';
import { exactSum } from './exact-sum.js';
import { sure } from './guess.js';
import { isCompactDate } from './timestamp-forms.js';

type Meaning = { group: 'trade_date' | 'count' | 'sum'; words: string; sum_of?: string };

/**
 * The control values of a document among the values around its records, by path: a date, and numbers that equal the count of
 * all records or the sum of a field. Null where there is none.
 */
export function documentControls(
  around: ReadonlyMap<string, string>,
  fields: readonly ObservedField[],
  records: number,
): ControlGuess | null {
  const sums = fields.map(({ name, values }) => ({ name, sum: exactSum(values) }));
  const found = new Map<Meaning['group'], Meaning & { path: string }>();
  for (const [path, text] of around) {
    const meaning = meaningsOf(text, sums, records).find(({ group }) => !found.has(group));
    if (meaning !== undefined) found.set(meaning.group, { ...meaning, path });
  }
  if (found.size === 0) return null;
  return {
    paths: Object.fromEntries([...found].map(([group, { path }]) => [group, path])),
    sum_of: found.get('sum')?.sum_of ?? null,
    guess: sure([...found.values()].map(({ words }) => words).join(', ')),
  };
}

/** What a value could be; a sum of a single digit shows nothing. */
function meaningsOf(
  text: string,
  sums: readonly { name: string; sum: string | null }[],
  records: number,
): Meaning[] {
  if (isCompactDate(text.replaceAll('-', ''))) return [{ group: 'trade_date', words: `${text} is a date` }];
  const number = stripped(text);
  const summed = number.length < 2 ? [] : sums.filter(({ sum }) => sum === number).slice(0, 1);
  return [
    ...(number === String(records)
      ? [{ group: 'count' as const, words: `${text} is the count of records` }]
      : []),
    ...summed.map(({ name }) => ({
      group: 'sum' as const,
      words: `${text} is the sum of ${name}`,
      sum_of: name,
    })),
  ];
}

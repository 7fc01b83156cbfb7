import type { Accounting, QuarantineLine, Verdict } from '../domain/generated/report.js';
import { counted, sentencesOf } from './counted.js';
import { formatCount } from './exact-value.js';

/** The judgement on what has become of rejected records: open ones are findings, and so is what cannot be repaired. */
export function judgeQuarantine(
  lines: readonly QuarantineLine[],
  { total: offered }: Pick<Accounting, 'total'>,
): Verdict {
  const total = (count: 'rejected' | 'repaired' | 'withdrawn' | 'open' | 'unlisted') =>
    lines.reduce((sum, line) => sum + line[count], 0);
  const [rejected, open, unlisted] = [total('rejected'), total('open'), total('unlisted')];
  const sentence = sentencesOf([
    `${formatCount(rejected)} rejected = ${formatCount(total('repaired'))} repaired + ${formatCount(total('withdrawn'))} withdrawn + ${formatCount(open)} open`,
    unlisted > 0 && `of ${counted(unlisted, 'open record')} no fault is stored`,
  ]);
  const verdict = (state: Verdict['state'], headline: string): Verdict => ({
    area: 'quarantine',
    state,
    headline,
    sentence,
  });
  if (open > 0) return verdict('findings', `${formatCount(open)} open`);
  if (rejected > 0) return verdict('complete', 'All settled');
  if (offered.read > 0) return verdict('complete', 'Empty');
  return { area: 'quarantine', state: 'none', headline: 'Empty', sentence: 'No record was read.' };
}

import type { ReportJobs, Verdict } from '../domain/generated/report.js';
import { counted, sentencesOf } from './counted.js';
import { formatCount } from './exact-value.js';

/** The judgement on the jobs of the day by how their newest attempts ended; a price that is not known is told, never taken for nothing. */
export function judgeJobs({ totals, jobs, damaged }: ReportJobs): Verdict {
  const verdict = (state: Verdict['state'], headline: string, sentence: string): Verdict => ({
    area: 'jobs',
    ...{ state, headline, sentence },
  });
  if (jobs.length + damaged.length === 0) {
    return verdict(
      'none',
      'None recorded',
      'No job was submitted for the day; its patterns ran within the run.',
    );
  }
  const { failed, cancelled, open, success, usd, unpriced } = totals;
  const sentence = sentencesOf([
    `${counted(totals.jobs, 'job')} in ${counted(totals.attempts, 'attempt')}`,
    `${formatCount(success)} ended well`,
    failed > 0 && `${formatCount(failed)} failed`,
    cancelled > 0 && `${formatCount(cancelled)} cancelled`,
    open > 0 && `the end of ${formatCount(open)} is not recorded`,
    `billed ${usd} US dollars`,
    unpriced > 0 && `the price of ${counted(unpriced, 'attempt')} is not known`,
    damaged.length > 0 && `${counted(damaged.length, 'record')} cannot be read`,
  ]);
  if (damaged.length > 0) return verdict('failed', `${counted(damaged.length, 'record')} damaged`, sentence);
  if (failed > 0) return verdict('failed', `${counted(failed, 'job')} failed`, sentence);
  if (open + cancelled > 0) return verdict('incomplete', 'Not all ended', sentence);
  return verdict('complete', 'All ended well', sentence);
}

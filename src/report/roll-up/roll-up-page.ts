import type { ReportRollUp } from '../../domain/generated/report-roll-up.js';
import { counted, sentencesOf } from '../counted.js';
import { formatCount } from '../exact-value.js';
import type { Block, Page, State } from '../page.js';
import { areasSection } from './areas-section.js';
import { arrivalsByDaySection } from './arrivals-section.js';
import { daysSection } from './days-section.js';
import { feedsSection } from './feeds-section.js';
import { openDays } from './open-days.js';
import { patternsSection } from './patterns-section.js';
import { runsSection } from './runs-section.js';

/** A month or a quarter as a page: what nobody looked at stands first, then days, feeds, patterns and jobs, and lines to sign on. */
export function rollUpPage(rollUp: ReportRollUp): Page {
  const { period, first_date, last_date } = rollUp;
  return {
    title: `Surveillance report for ${period}`,
    lead: `Every day from ${first_date} to ${last_date}, by the newest run of each. Dates are trade dates.`,
    opening: [verdictsOf(rollUp), ...openDays(rollUp)],
    sections: [
      daysSection(rollUp),
      arrivalsByDaySection(rollUp),
      areasSection(rollUp),
      feedsSection(rollUp),
      patternsSection(rollUp),
      runsSection(rollUp),
    ],
    signed: ['Reviewed by', 'Signature', 'Date'],
  };
}

function verdictsOf({ totals }: ReportRollUp): Block {
  const {
    days_run,
    days_no_run,
    days_not_due_yet,
    days_no_session,
    sessions,
    deliveries,
    records,
    alerts,
    jobs,
  } = totals;
  const open = days_no_run + totals.days_inconclusive + totals.days_failed;
  const coverage = sentencesOf([
    `${counted(days_run, 'day')} run of ${counted(sessions, 'session')}`,
    days_no_run > 0 && `${counted(days_no_run, 'day')} without a run`,
    days_not_due_yet > 0 && `${counted(days_not_due_yet, 'day')} still to come`,
    `${counted(days_no_session, 'day')} without a session`,
    totals.days_inconclusive > 0 && `${counted(totals.days_inconclusive, 'day')} with inconclusive patterns`,
    totals.days_failed > 0 && `${counted(totals.days_failed, 'day')} with failed patterns`,
  ]);
  const state = (bad: State, isBad: boolean): State =>
    isBad ? bad : days_run === 0 ? 'incomplete' : 'complete';
  return {
    kind: 'verdicts',
    verdicts: [
      {
        title: 'Days',
        state: totals.days_failed > 0 ? 'failed' : state('incomplete', open > 0),
        headline:
          days_no_run > 0
            ? `${counted(days_no_run, 'day')} without a run`
            : `${counted(days_run, 'day')} run`,
        sentence: coverage,
      },
      {
        title: 'Deliveries',
        state: state('incomplete', deliveries.incomplete + deliveries.not_due_yet > 0),
        headline:
          deliveries.incomplete === 0
            ? 'None incomplete'
            : `${formatCount(deliveries.incomplete)} incomplete`,
        sentence: `${formatCount(deliveries.due)} due by feed and day; ${formatCount(deliveries.missing)} missing; ${formatCount(deliveries.late)} late; ${counted(deliveries.control_breaks, 'control break')}.`,
      },
      {
        title: 'Alerts',
        state: state('findings', alerts.total > 0),
        headline: counted(alerts.total, 'alert'),
        sentence: `${formatCount(alerts.high)} high, ${formatCount(alerts.medium)} medium, ${formatCount(alerts.low)} low.`,
      },
      {
        title: 'Records and jobs',
        state: state('findings', records.rejected > 0),
        headline: `${formatCount(records.rejected)} rejected`,
        sentence: `${formatCount(records.read)} records read; ${counted(jobs.jobs, 'job')} for ${jobs.usd} US dollars${jobs.unpriced === 0 ? '' : `, ${counted(jobs.unpriced, 'attempt')} without a price`}.`,
      },
    ],
  };
}

import { setTimeout as sleep } from 'node:timers/promises';
import { loadFeedCatalogue } from '../canonicalize/load-feed-catalogue.js';
import { wallClock } from '../domain/zoned-time.js';
import { openSchedules } from '../jobs/schedule/open-schedules.js';
import { reconcileSchedules, type ScheduleChanges } from '../jobs/schedule/reconcile-schedules.js';
import { type DayWithoutRun, datesAround, runTimes } from '../jobs/schedule/run-times.js';
import type { Schedules, ScheduleTargets } from '../jobs/schedule/schedule.js';
import { loadTradingCalendar } from '../lake/calendar/load-trading-calendar.js';
import { loadProject } from '../project/project.js';
import { ownProcess } from '../project/project-context.js';
import { lookUp, numberOf } from './environment.js';
import { type Journal, openJournal } from './journal.js';

/** What the planner did, and why some days have no run. The answer to whoever called it, and a line of the log. */
export type PlannedSchedule = ScheduleChanges & { readonly without: readonly DayWithoutRun[] };

/** What the planner works with. */
export type PlannerMeans = {
  readonly schedules: Schedules;
  readonly targets: ScheduleTargets;
  readonly feeds: string;
  readonly now_ns: () => bigint;
  readonly journal: Journal;
};

/** A deadline may lie so many sessions behind its trade date (T+9), over weekends and holidays. */
const DAYS_BEFORE = 21;
/** Planned ahead so far: a planner that fails one day, or five, has planned them already. */
const DAYS_AFTER = 7;
const ZONE = 'America/New_York';

/**
 * Plans the runs of the coming week: each after the last deadline of its day, none on a holiday. Called every night, and by
 * anybody at any time: a second call changes nothing.
 */
export async function planSchedule(means: PlannerMeans): Promise<PlannedSchedule> {
  const now_ns = means.now_ns();
  const { feeds, problems } = await loadFeedCatalogue(means.feeds);
  const [problem] = problems;
  if (problem !== undefined)
    throw new Error(`a feed is not sound; tapewarden feeds check says what is wrong`);
  const specs = feeds.map(({ spec }) => spec);
  const names = new Set(specs.flatMap(({ arrives }) => arrives.calendar ?? []));
  const calendars = new Map(
    await Promise.all([...names].map(async (name) => [name, await loadTradingCalendar(name)] as const)),
  );
  const today = wallClock(now_ns, ZONE).date;
  const dates = datesAround(today, { before: DAYS_BEFORE, after: DAYS_AFTER });
  const { runs, without } = runTimes(specs, calendars, dates);
  const changes = await reconcileSchedules(means.schedules, runs, { targets: means.targets, now_ns });
  const coming = without.filter(({ trade_date }) => trade_date >= today);
  for (const { trade_date, calendar, why } of coming)
    means.journal.log('info', 'no-run', { trade_date, calendar, why });
  for (const schedule of changes.created) means.journal.log('info', 'schedule-created', { schedule });
  for (const schedule of changes.removed) means.journal.log('info', 'schedule-removed', { schedule });
  for (const schedule of changes.missed) means.journal.log('error', 'run-unplanned', { schedule });
  means.journal.measure({ RunsUnplanned: changes.missed.length });
  return { ...changes, without: coming };
}

/** What Lambda calls, with the settings of its environment. */
export function handler(_event: unknown, call: { awsRequestId?: string } = {}): Promise<PlannedSchedule> {
  const journal = openJournal({ step: 'plan-schedule', run_id: null, execution: null }, call);
  const place = {
    region: lookUp('AWS_REGION'),
    endpoint: process.env['AWS_ENDPOINT_URL_SCHEDULER'] ?? null,
    group: lookUp('TAPEWARDEN_SCHEDULE_GROUP'),
    role_arn: lookUp('TAPEWARDEN_SCHEDULE_ROLE'),
    dead_letter_arn: lookUp('TAPEWARDEN_SCHEDULE_DEAD_LETTERS'),
  };
  const means = async (): Promise<PlannerMeans> => ({
    schedules: openSchedules(place, {
      now_ms: () => performance.now(),
      sleep: async (ms) => void (await sleep(ms)),
      random: Math.random,
    }),
    targets: {
      state_machine_arn: lookUp('TAPEWARDEN_STATE_MACHINE'),
      watch_arn: lookUp('TAPEWARDEN_WATCH_FUNCTION'),
      grace_minutes: numberOf('TAPEWARDEN_GRACE_MINUTES', 10),
      allowed_minutes: numberOf('TAPEWARDEN_ALLOWED_MINUTES', 240),
    },
    feeds: (await loadProject({ ...ownProcess(), cwd: projectFolder() }, {})).feeds,
    now_ns: () => BigInt(Date.now()) * 1_000_000n,
    journal,
  });
  return journal.guard(async () => planSchedule(await means()));
}

/** The project beside the code; without one, the feeds that come with the program are planned. */
function projectFolder(): string {
  return process.env['TAPEWARDEN_PROJECT'] ?? process.cwd();
}

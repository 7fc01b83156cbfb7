/* eslint-disable @typescript-eslint/no-unsafe-assignment, @typescript-eslint/no-unsafe-member-access, @typescript-eslint/no-unsafe-return, @typescript-eslint/no-unsafe-argument, @typescript-eslint/no-unsafe-call -- documents are read without the types of the code under test */
import type { Raw, RawLake } from './raw-lake.js';
import { feedSpecs, recomputeReport } from './recompute-report.js';

const COUNTS = ['due', 'complete', 'incomplete', 'missing', 'late'] as const;
const FILES = ['received', 'replaced', 'refused', 'duplicate'] as const;
const RECORDS = ['read', 'accepted', 'rejected', 'duplicates'] as const;
const RANKS = ['total', 'high', 'medium', 'low'] as const;

/** Days of the test's months on which the market was closed although it was no weekend. */
const HOLIDAYS = ['2026-11-26', '2026-12-25'];

function datesOf(period: string): string[] {
  const months = period.includes('Q') ? [10, 11, 12] : [Number(period.slice(5))];
  return months.flatMap((month) => {
    const last = new Date(Date.UTC(2026, month, 0)).getUTCDate();
    return Array.from(
      { length: last },
      (_, day) => `2026-${String(month).padStart(2, '0')}-${String(day + 1).padStart(2, '0')}`,
    );
  });
}

const isSession = (date: string): boolean =>
  ![0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay()) && !HOLIDAYS.includes(date);

const add = (items: readonly Raw[], names: readonly string[]): Raw =>
  Object.fromEntries(
    names.map((name) => [name, items.reduce((total: number, one: Raw) => total + one[name], 0)]),
  );

/** Every number of the roll-up of a period, from the files of the lake; asked on 2026-11-22 at midnight UTC. */
export async function recomputeRollUp(lake: RawLake, period: string, told: readonly Raw[]): Promise<Raw> {
  const dates = datesOf(period);
  const specs = feedSpecs();
  const reports = new Map<string, Raw>();
  for (const date of dates) {
    if (lake.files(`runs/trade_date=${date}`).length > 0)
      reports.set(date, await recomputeReport(lake, date));
  }
  const arrivalsOn = (date: string): Raw[] => {
    const known = reports.get(date)?.arrivals;
    const over = date <= '2026-11-20';
    return specs.map(
      (spec) => known?.find((one: Raw) => one.feed === spec.feed) ?? quiet(spec, isSession(date), over),
    );
  };
  const feedDays = dates.flatMap((date) => arrivalsOn(date).map((one) => countsOf(one)));
  const feeds = specs.map(({ feed }) => ({
    feed,
    ...add(
      feedDays.filter((one) => one.feed === feed),
      [...COUNTS, 'not_due_yet', ...FILES, 'control_breaks'],
    ),
    ...add(
      [...reports.values()].flatMap(({ accounting }) =>
        accounting.feeds.filter((one: Raw) => one.feed === feed),
      ),
      RECORDS,
    ),
  }));
  const days = dates.map((date) => ({
    ...dayOf(lake, date, reports.get(date)),
    deliveries: add(arrivalsOn(date).map(countsOf), [...COUNTS, 'not_due_yet', ...FILES, 'control_breaks']),
  }));
  const outcomes = [...reports.keys()].map((date) => ({
    date,
    patterns: lake.json(lake.files(`runs/trade_date=${date}`).at(-1) ?? '').patterns as Raw[],
  }));
  const silent = (...kinds: string[]): number =>
    outcomes.filter(({ patterns }) => patterns.some(({ outcome }) => kinds.includes(outcome))).length;
  const no_run = dates.filter((date) => isSession(date) && date <= '2026-11-20' && !reports.has(date)).length;
  const jobs = days.map((day) => day.jobs);
  return {
    format: 1,
    totals: {
      days: dates.length,
      sessions: dates.filter(isSession).length,
      days_run: reports.size,
      days_no_run: no_run,
      days_not_due_yet: dates.filter((date) => isSession(date) && date > '2026-11-20').length,
      days_no_session: dates.filter((date) => !isSession(date)).length,
      days_inconclusive: silent('inconclusive'),
      days_failed: silent('failed'),
      deliveries: add(feedDays, [...COUNTS, 'not_due_yet', ...FILES, 'control_breaks']),
      records: add(
        [...reports.values()].map(({ accounting }) => accounting.total),
        RECORDS,
      ),
      alerts: add(
        [...reports.values()].map(({ alerts }) => alerts),
        RANKS,
      ),
      jobs: {
        ...add(jobs, ['jobs', 'attempts', 'failed', 'open', 'unpriced']),
        usd: jobs.find(({ usd }) => usd !== '0')?.usd ?? '0',
      },
    },
    areas: areasOf(told),
    days,
    feeds,
    patterns: patternsOf(outcomes, reports),
  };
}

/** A feed on a day of which nothing came. */
function quiet(spec: Raw, session: boolean, over: boolean): Raw {
  const daily = (spec.arrives.due ?? 'daily') === 'daily' && session;
  const verdict = daily ? (over ? 'incomplete' : 'not_due_yet') : 'nothing_due';
  const files = { received: 0, replaced: 0, refused: 0, duplicate: 0 };
  return { feed: spec.feed, daily, verdict, missing: daily && over, files, late_files: 0, control_breaks: 0 };
}

function countsOf({ feed, daily, verdict, missing, late_files, files, control_breaks }: Raw): Raw {
  return {
    feed,
    due: Number(daily),
    complete: Number(verdict === 'complete'),
    incomplete: Number(verdict === 'incomplete'),
    not_due_yet: Number(verdict === 'not_due_yet'),
    missing: Number(missing),
    late: Number(late_files > 0),
    ...files,
    control_breaks,
  };
}

function dayOf(lake: RawLake, trade_date: string, report: Raw): Raw {
  const none = { jobs: 0, attempts: 0, failed: 0, open: 0, usd: '0', unpriced: 0 };
  const jobs = report === undefined ? none : report.jobs.totals;
  const { jobs: count, attempts, failed, open, usd, unpriced } = jobs;
  const day = { trade_date, jobs: { jobs: count, attempts, failed, open, usd, unpriced } };
  if (report === undefined) return day;
  const keys = lake.files(`runs/trade_date=${trade_date}`);
  const { patterns } = lake.json(keys.at(-1) ?? '');
  const having = (outcome: string): number => patterns.filter((one: Raw) => one.outcome === outcome).length;
  const kinds = ['alerts', 'clear', 'inconclusive', 'failed', 'not_in_force'];
  return {
    ...day,
    run: {
      runs: keys.length,
      records: add([report.accounting.total], RECORDS),
      alerts: add([report.alerts], RANKS),
      patterns: { ...Object.fromEntries(kinds.map((kind) => [kind, having(kind)])), not_run: 0 },
      changes: changesOf(lake, trade_date),
    },
  };
}

/** Differences of a run from the one before it: of the second run of a day what its program, inputs and deliveries became, else nothing. */
function changesOf(lake: RawLake, trade_date: string): number {
  const keys = lake.files(`runs/trade_date=${trade_date}`);
  if (keys.length < 2) return 0;
  const [before, now] = keys
    .slice(-2)
    .map((key) => new Set(lake.json(key).inputs.map(({ key: file }: Raw) => file)));
  const gone = [...(before ?? [])].filter((file) => !now?.has(file)).length;
  const added = [...(now ?? [])].filter((file) => !before?.has(file)).length;
  const feeds = [...(lake.json(keys.at(-2) ?? '').deliveries as Raw[])].filter(
    ({ feed, status }) => status !== 'refused' && isRefused(lake, keys.at(-1) ?? '', feed),
  );
  const [code, codeBefore] = [keys.at(-1), keys.at(-2)].map((key) => lake.json(key ?? '').code_sha256);
  // Of a feed without a published delivery in the newer run, version, specification, schema and canonicalizer are gone.
  return Number(code !== codeBefore) + gone + added + 4 * feeds.length;
}

function isRefused(lake: RawLake, key: string, feed: string): boolean {
  return lake.json(key).deliveries.every((one: Raw) => one.feed !== feed || one.status === 'refused');
}

/** Days by area and verdict, counted from the verdicts of the days, which tests of their own judge. */
function areasOf(told: readonly Raw[]): Raw[] {
  const verdicts = told.flatMap(({ run }) => run?.verdicts ?? []);
  const states = ['complete', 'findings', 'incomplete', 'not_checked', 'none', 'failed'];
  return [...new Set(verdicts.map(({ area }: Raw) => area))].map((area) => ({
    area,
    ...Object.fromEntries(
      states.map((state) => [
        state,
        verdicts.filter((one: Raw) => one.area === area && one.state === state).length,
      ]),
    ),
  }));
}

function patternsOf(
  outcomes: readonly { date: string; patterns: readonly Raw[] }[],
  reports: ReadonlyMap<string, Raw>,
): Raw[] {
  const all = outcomes.flatMap(({ patterns }) => patterns);
  return [...new Set(all.map(({ pattern_id }) => pattern_id))].map((pattern_id) => {
    const own = all.filter((one) => one.pattern_id === pattern_id);
    const alerts = [...reports.values()].flatMap(({ alerts: found }) =>
      found.patterns.filter((one: Raw) => one.pattern_id === pattern_id),
    );
    const days = (...kinds: string[]): number => own.filter(({ outcome }) => kinds.includes(outcome)).length;
    return {
      pattern_id,
      versions: [...new Set(own.map(({ version }) => version))],
      ...add(alerts, RANKS),
      ...{ days_run: days('alerts', 'clear'), days_with_alerts: alerts.length },
      ...{
        days_inconclusive: days('inconclusive'),
        days_failed: days('failed'),
        days_not_in_force: days('not_in_force'),
      },
    };
  });
}

import type { RunTime } from './run-times.js';
import {
  instantOfName,
  type Schedule,
  type Schedules,
  type ScheduleTargets,
  scheduleKey,
  schedulesOf,
} from './schedule.js';

/** What became of the schedules; names, sorted. */
export type ScheduleChanges = {
  readonly created: readonly string[];
  /** There already, with the same content. */
  readonly kept: readonly string[];
  /** Still to come, and not wanted any more: a deadline or a target has changed. Or older than anybody looks at. */
  readonly removed: readonly string[];
  /** Should have begun within the last day, and nobody had planned it. */
  readonly missed: readonly string[];
};

const DAY_NS = 86_400_000_000_000n;
/** Past schedules are kept so long, to be looked at and so that none is made again. */
const KEPT_DAYS = 30n;

/**
 * Makes the schedules of runs that are still to come, and takes away those that are not wanted any more; what is there stays.
 *
 * A second call changes nothing, nor does one whose replies were lost. A run whose time has passed is never begun late by itself: it is told
 * as `missed`, for a person to start. Throws what the service throws.
 */
export async function reconcileSchedules(
  schedules: Schedules,
  runs: readonly RunTime[],
  { targets, now_ns }: { targets: ScheduleTargets; now_ns: bigint },
): Promise<ScheduleChanges> {
  const wanted = runs.flatMap((run) => schedulesOf(run, targets));
  const names = await schedules.names();
  const there = new Set(names);
  const keys = new Set(names.map(scheduleKey));
  const created: string[] = [];
  const kept: string[] = [];
  const missed: string[] = [];
  for (const schedule of wanted) {
    const at = instantOf(schedule);
    if (there.has(schedule.name)) kept.push(schedule.name);
    else if (at > now_ns) {
      // Taken by a planner beside this one, or by this one, whose reply was lost: by its name it is the same.
      await schedules.create(schedule);
      created.push(schedule.name);
    } else if (isRun(schedule.name) && at > now_ns - DAY_NS && !keys.has(scheduleKey(schedule.name)))
      missed.push(schedule.name);
  }
  const known = new Set(wanted.map(({ name }) => name));
  const removed = names.filter((name) => !known.has(name) && isIdle(name, now_ns));
  for (const name of removed) await schedules.remove(name);
  return { created: created.sort(), kept: kept.sort(), removed, missed: missed.sort() };
}

function instantOf({ name }: Schedule): bigint {
  return instantOfName(name) ?? 0n;
}

function isRun(name: string): boolean {
  return name.startsWith('run-');
}

// What is not of our making is left alone.
function isIdle(name: string, now_ns: bigint): boolean {
  const at = instantOfName(name);
  return at !== null && (at > now_ns || at < now_ns - KEPT_DAYS * DAY_NS);
}

import { sha256OfValue } from '../../domain/sha256.js';
import type { RunTime } from './run-times.js';

/** Something that happens once: at an instant of UTC to the minute (`yyyy-MM-ddTHH:mm:ss`), a target is called with a text. */
export type Schedule = {
  readonly name: string;
  readonly at: string;
  readonly target: { readonly arn: string; readonly input: string };
};

/** The schedules of one group. */
export type Schedules = {
  /** Names of all that there are, past ones too, sorted. */
  names(): Promise<string[]>;
  /** Makes a schedule; `taken` where its name is there already. Names hold their content, so that it is the same one. */
  create(schedule: Schedule): Promise<'created' | 'taken'>;
  /** Takes one away; one that is not there any more is no failure. */
  remove(name: string): Promise<void>;
};

/** What schedules call. */
export type ScheduleTargets = {
  readonly state_machine_arn: string;
  /** The function that looks whether the run took place. */
  readonly watch_arn: string;
  /** Minutes between the last deadline and the start: clocks of senders differ, and a file takes a while to arrive. */
  readonly grace_minutes: number;
  /** Minutes after the start by which the run must be recorded. */
  readonly allowed_minutes: number;
};

const MINUTE_NS = 60_000_000_000n;
/** Step Functions' own action, whose parameters are ours: so that the execution has our name, and a second start is refused. */
const START_EXECUTION = 'arn:aws:scheduler:::aws-sdk:sfn:startExecution';

/** What a name says without its content: kind, trade date, calendar and when it happens. */
export function scheduleKey(name: string): string {
  return name.replace(/-[0-9a-f]{8}$/, '');
}

/** When a name says that it happens, nanoseconds since 1970 UTC; null where it is not a name of ours. */
export function instantOfName(name: string): bigint | null {
  const [, date = '', time = ''] = /-(\d{8})T(\d{4})Z-[0-9a-f]{8}$/.exec(name) ?? [];
  if (date === '') return null;
  const text = `${date.replace(/(\d{4})(\d\d)(\d\d)/, '$1-$2-$3')}T${time.replace(/(\d\d)(\d\d)/, '$1:$2')}:00Z`;
  return BigInt(Date.parse(text)) * 1_000_000n;
}

/** The two schedules of a run: its start, and the look whether it took place. */
export function schedulesOf(run: RunTime, targets: ScheduleTargets): [Schedule, Schedule] {
  const start = run.due_at_ns + BigInt(targets.grace_minutes) * MINUTE_NS;
  const execution = `${run.trade_date}-${run.calendar}-${stamp(start)}`;
  const input = JSON.stringify({
    trade_date: run.trade_date,
    calendar: run.calendar,
    due_at_ns: String(run.due_at_ns),
    feeds: run.feeds,
  });
  const begin = {
    arn: START_EXECUTION,
    input: JSON.stringify({ StateMachineArn: targets.state_machine_arn, Name: execution, Input: input }),
  };
  const look = {
    arn: targets.watch_arn,
    input: JSON.stringify({ trade_date: run.trade_date, execution, last: run.last }),
  };
  return [
    named('run', run, { at: start, target: begin }),
    named('watch', run, { at: start + BigInt(targets.allowed_minutes) * MINUTE_NS, target: look }),
  ];
}

function named(
  kind: 'run' | 'watch',
  { trade_date, calendar }: RunTime,
  { at, target }: { at: bigint; target: Schedule['target'] },
): Schedule {
  const moment = isoOf(at);
  const content = sha256OfValue({ at: moment, target }).slice(0, 8);
  return {
    name: `${kind}-${trade_date}-${calendar}-${stamp(at)}-${content}`,
    at: moment,
    target,
  };
}

/** To the minute, as names take it: `20261127T1830Z`. */
function stamp(instant_ns: bigint): string {
  return `${isoOf(instant_ns).slice(0, 16).replaceAll(/[-:]/g, '')}Z`;
}

function isoOf(instant_ns: bigint): string {
  return new Date(Number(instant_ns / 1_000_000n)).toISOString().slice(0, 19);
}

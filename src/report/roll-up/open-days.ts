import type { ReportRollUp, RollUpDay, RollUpRun } from '../../domain/generated/report-roll-up.js';
import { counted } from '../counted.js';
import { groupBy } from '../group-by.js';
import type { Block, Span } from '../page.js';

/** The days that nobody can sign for; those of which the same is to be said, in one item. Nothing where there is none. */
export function openDays({ days }: ReportRollUp): Block[] {
  const due = days.filter(({ state }) => state !== 'no_session');
  const openings = groupBy(due.flatMap(openingsOf), ({ state, words }) => `${state} ${words}`);
  const items = [...openings.values()].map((group): Span[] => {
    const dates = rangesOf(new Set(group.map(({ date }) => date)), due);
    return group.slice(0, 1).flatMap(({ mark, state, words }) => [{ mark, state }, ` ${dates}: ${words}.`]);
  });
  if (items.length === 0) return [];
  return [{ kind: 'notice', state: 'incomplete', blocks: [{ kind: 'list', items }] }];
}

interface Opening {
  readonly date: string;
  readonly mark: string;
  readonly state: 'failed' | 'incomplete';
  readonly words: string;
}

function openingsOf({ trade_date: date, state, run }: RollUpDay): Opening[] {
  if (state === 'no_run') return [{ date, mark: 'No run', state: 'failed', words: 'nobody has looked' }];
  if (run === null) return [];
  const of = (mark: string, how: Opening['state'], patterns: RollUpRun['failed']): Opening[] =>
    patterns.length === 0
      ? []
      : [{ date, mark, state: how, words: patterns.map(({ pattern_id }) => pattern_id).join(', ') }];
  return [...of('Failed', 'failed', run.failed), ...of('Inconclusive', 'incomplete', run.inconclusive)];
}

/** Dates as ranges over the days given: `2026-11-02 to 2026-11-13 (10 days), 2026-11-18`. */
function rangesOf(dates: ReadonlySet<string>, days: readonly RollUpDay[]): string {
  const ranges: string[][] = [[]];
  for (const { trade_date } of days) {
    if (dates.has(trade_date)) ranges.at(-1)?.push(trade_date);
    else ranges.push([]);
  }
  const words = ([first, ...rest]: readonly string[]): string =>
    rest.length < 2
      ? [first, ...rest].join(', ')
      : `${first} to ${rest.at(-1)} (${counted(rest.length + 1, 'day')})`;
  return ranges
    .filter((range) => range.length > 0)
    .map(words)
    .join(', ');
}

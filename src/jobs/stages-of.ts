import type { JobPlan, PinnedInput } from '../domain/generated/job-plan.js';
import { historyOf } from '../lake/canonical-dataset.js';

/** The files of one view, feed and trade date, which are read together; `table` is a name of their own. */
export type Stage = {
  table: string;
  view: string;
  feed: string;
  trade_date: string;
  sessions_ago: number | null;
  inputs: readonly PinnedInput[];
  rows: number;
};

/** The stages of a plan, in the order of its inputs. */
export function stagesOf(plan: JobPlan): Stage[] {
  const stages = new Map<string, Stage>();
  for (const input of plan.inputs) {
    const view = input.sessions_ago === undefined ? input.dataset : historyOf(input.dataset);
    const trade_date = input.trade_date ?? plan.trade_date;
    const sessions_ago = input.sessions_ago ?? null;
    const key = JSON.stringify([view, input.feed, trade_date, sessions_ago]);
    const known = stages.get(key);
    const table = known?.table ?? `tw_stage_${stages.size + 1}`;
    const inputs = [...(known?.inputs ?? []), input];
    const rows = (known?.rows ?? 0) + input.rows;
    stages.set(key, { table, view, feed: input.feed, trade_date, sessions_ago, inputs, rows });
  }
  return [...stages.values()];
}

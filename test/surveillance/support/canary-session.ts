import path from 'node:path';
import { addToDatasetViews } from '../../../src/engine/create-dataset-views.js';
import { DuckDbSession } from '../../../src/engine/duckdb-session.js';
import { type Canaries, writeCanaries } from '../../../src/jobs/write-canaries.js';
import { historyOf, isHistory, type ViewColumns } from '../../../src/lake/canonical-dataset.js';
import { bindPattern } from '../../../src/surveillance/bind-pattern.js';
import { type CaseDay, loadCaseDay } from '../../../src/surveillance/cases/case-day.js';
import { caseTablesSql } from '../../../src/surveillance/cases/case-tables.js';
import type { PatternCase } from '../../../src/surveillance/cases/pattern-case.js';
import { evaluatePattern, type PatternResult } from '../../../src/surveillance/evaluate-pattern.js';
import type { Pattern } from '../../../src/surveillance/load-pattern.js';
import { settingsOf } from './run-case.js';

/** Runs patterns with their canaries beside the rows of a case, through the files that plans pin. */
export class CanarySession {
  readonly #session: DuckDbSession;
  readonly #canaries: Canaries;
  readonly #columns: ViewColumns;
  readonly day: CaseDay;

  private constructor(
    session: DuckDbSession,
    canaries: Canaries,
    means: { columns: ViewColumns; day: CaseDay },
  ) {
    this.#session = session;
    this.#canaries = canaries;
    this.#columns = means.columns;
    this.day = means.day;
  }

  static async open(
    folder: string,
    patterns: readonly Pattern[],
    { columns, trade_date }: { columns: ViewColumns; trade_date: string },
  ): Promise<CanarySession> {
    const files = path.join(folder, trade_date);
    const configured = patterns.map((pattern) => ({ pattern, settings: settingsOf(pattern) }));
    const canaries = await writeCanaries(files, configured, trade_date);
    const session = await DuckDbSession.open({ folders: [files], spill: path.join(files, 'spill') });
    return new CanarySession(session, canaries, { columns, day: await loadCaseDay(trade_date) });
  }

  /** The pattern over a case's rows with its canary beside them; tables that the case leaves out of `tables` are empty. */
  async run(
    pattern: Pattern,
    { datasets, settings }: Pick<PatternCase, 'datasets' | 'settings'>,
    tables: readonly string[],
  ): Promise<PatternResult> {
    const all = new Map([...tables.map((view) => [view, []] as const), ...datasets]);
    const dropped = [...this.#columns.keys()].map((view) => `DROP TABLE IF EXISTS memory.main.${view};`);
    await this.#session.run(
      `${dropped.join('\n')}\n${caseTablesSql({ datasets: all }, this.#columns, this.day)}`,
    );
    const available = new Set(all.keys());
    const inputs = this.#canaries.inputs.get(pattern.spec.id) ?? [];
    const withdraw = await addToDatasetViews(
      this.#session,
      inputs.map(({ key, dataset, feed, trade_date, sessions_ago }) => ({
        view: sessions_ago === undefined ? dataset : historyOf(dataset),
        feed,
        trade_date: trade_date ?? this.day.trade_date,
        path: this.#canaries.files.get(key) ?? '',
        ...(sessions_ago === undefined ? {} : { sessions_ago }),
      })),
      available,
    );
    const resolved = settingsOf(pattern, settings);
    const result = await evaluatePattern(this.#session, {
      pattern,
      settings: resolved,
      sql: bindPattern(pattern, resolved, this.day),
      day: this.day,
      available,
      // As many earlier sessions as any pattern asks for: what is tested is what the day's rows and the canary's do to each other.
      sessions: new Map(
        [...this.#columns.keys()].filter((view) => !isHistory(view)).map((view) => [view, 260]),
      ),
      ...(pattern.canary === null ? {} : { canary: pattern.canary }),
    });
    await withdraw();
    return result;
  }

  close(): void {
    this.#session.close();
  }
}

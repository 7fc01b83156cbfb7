import type { ExpectedAlert } from '../../domain/generated/expected-alerts.js';

/** One row of a dataset as a case gives it; columns that it leaves out are filled by `filledRow`. */
export type CaseRow = Readonly<Record<string, string | number | boolean | null>>;

export type { ExpectedAlert };

/**
 * A folder `patterns/<id>/cases/<case>`, or `patterns/<id>/canary`: datasets (and `<dataset>_history`) as .jsonl, optional
 * settings.yaml, expected.yaml. Datasets are by the name of their view, in the order of file names; rows stand as written.
 */
export type PatternCase = {
  readonly pattern_id: string;
  readonly name: string;
  readonly datasets: ReadonlyMap<string, readonly CaseRow[]>;
  readonly settings: Readonly<Record<string, string>>;
  readonly expected: readonly ExpectedAlert[];
};

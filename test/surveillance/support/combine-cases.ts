import { renamedRow } from '../../../src/surveillance/cases/rename-rows.js';
import type { CaseRow, PatternCase } from './pattern-case.js';

/** Several cases as one: their markets lie side by side and share no name. A case's names end with its number (`~c0007`). */
export function combineCases(cases: readonly PatternCase[]): Pick<PatternCase, 'datasets' | 'settings'> {
  const datasets = new Map<string, CaseRow[]>();
  for (const [index, one] of cases.entries()) {
    for (const [dataset, rows] of one.datasets) {
      datasets.set(dataset, [
        ...(datasets.get(dataset) ?? []),
        ...rows.map((row) => renamedRow(row, (name) => `${name}~c${String(index).padStart(4, '0')}`)),
      ]);
    }
  }
  return { datasets, settings: cases[0]?.settings ?? {} };
}

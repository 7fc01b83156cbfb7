import path from 'node:path';
import type { ExpectedRows } from '../../domain/generated/expected-rows.js';
import { namesIn } from '../../store/local-files.js';
import { type CaseFiles, readCaseFiles } from '../cases/read-case-files.js';
import type { PatternProblem } from '../pattern-problem.js';

/** A folder `queries/<id>/cases/<case>`: datasets, optional settings.yaml, and expected.yaml with exactly the rows of the answer. */
export type QueryCase = CaseFiles<Readonly<ExpectedRows>>;

/** The cases in the folder of a query, by name, or what is wrong with their files. Throws `file-unreadable`. */
export async function readQueryCases(folder: string): Promise<QueryCase[] | PatternProblem[]> {
  const cases: QueryCase[] = [];
  const problems: PatternProblem[] = [];
  const holdsCases = (await namesIn(folder, 'folders')).includes('cases');
  for (const name of holdsCases ? await namesIn(path.join(folder, 'cases'), 'folders') : []) {
    const read = await readCaseFiles<Readonly<ExpectedRows>>(
      path.join(folder, 'cases', name),
      'expected-rows',
    );
    if (Array.isArray(read)) problems.push(...read);
    else cases.push(read as QueryCase);
  }
  return problems.length > 0 ? problems : cases;
}

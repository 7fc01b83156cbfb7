import path from 'node:path';
import { visible } from '../../domain/diagnostic.js';
import type { QueryTest } from '../../domain/generated/query-test.js';
import { EXIT, type ExitCode } from '../../project/exit-codes.js';
import { loadProject, type QueryProjectFlags } from '../../project/project.js';
import { Refusal } from '../../project/refusal.js';
import { inProcessFolder } from '../../store/process-folder.js';
import { formatPatternProblem, type PatternProblem } from '../../surveillance/pattern-problem.js';
import { type QueryCase, readQueryCases } from '../../surveillance/queries/read-query-cases.js';
import { testQuery } from '../../surveillance/queries/test-query.js';
import { chooseQueries } from '../chosen-queries.js';
import type { CliContext } from '../cli-context.js';
import { counted, formatTable, jsonText } from '../format-table.js';

/** Lints predefined queries and runs their cases on the embedded database; any that does not hold is a finding. */
export async function queriesTest(
  context: CliContext,
  flags: Pick<QueryProjectFlags, 'profile' | 'queries'> & { readonly json: boolean },
  ...ids: readonly string[]
): Promise<ExitCode> {
  const project = await loadProject(context, flags);
  const queries = await chooseQueries(project, ids);
  const tested = await inProcessFolder(project.work, async (spill) => {
    const results: QueryTest = [];
    for (const query of queries) {
      const cases = await readQueryCases(path.join(project.queries, query.spec.id));
      if (cases.some((one) => 'code' in one))
        throw new Refusal(EXIT.invalid_spec, (cases as PatternProblem[]).map(formatPatternProblem));
      results.push(await testQuery(query, cases as QueryCase[], { spill }));
    }
    return results;
  });
  const faults = tested.flatMap(({ query_id, lint, cases }) => [
    ...lint.map((text) => `${query_id}/${text}`),
    ...cases.flatMap(({ name, differences }) => differences.map((text) => `${query_id}/${name}: ${text}`)),
  ]);
  const { stdout, stderr } = context.process;
  stdout.write(flags.json ? jsonText(tested) : report(tested, faults, context.width));
  const cases = tested.flatMap((one) => one.cases);
  const failing = cases.filter(({ differences }) => differences.length > 0).length;
  stderr.write(
    `${counted(tested.length, 'query', 'queries')}, ${counted(cases.length, 'case')}, ${failing} not as expected\n`,
  );
  return faults.length === 0 ? EXIT.clear : EXIT.findings;
}

function report(tested: QueryTest, faults: readonly string[], width: number): string {
  const columns = [
    { title: 'query' },
    { title: 'version', align: 'right' as const },
    { title: 'lint', align: 'right' as const },
    { title: 'cases', align: 'right' as const },
    { title: 'failed', align: 'right' as const },
  ];
  const rows = tested.map(({ query_id, version, lint, cases }) => [
    query_id,
    ...[version, lint.length, cases.length].map(String),
    String(cases.filter(({ differences }) => differences.length > 0).length),
  ]);
  return faults.map((fault) => `${visible(fault)}\n`).join('') + formatTable(columns, rows, width);
}

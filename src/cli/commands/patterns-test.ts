import path from 'node:path';
import { visible } from '../../domain/diagnostic.js';
import type { PatternTest, TestedPattern } from '../../domain/generated/pattern-test.js';
import { EXIT, type ExitCode } from '../../project/exit-codes.js';
import { loadProject } from '../../project/project.js';
import { Refusal } from '../../project/refusal.js';
import { inProcessFolder } from '../../store/process-folder.js';
import { formatPatternProblem, type PatternProblem } from '../../surveillance/pattern-problem.js';
import { readCases, testPattern } from '../../surveillance/test-pattern.js';
import { choosePatterns } from '../chosen-patterns.js';
import type { CliContext } from '../cli-context.js';
import { counted, formatTable, jsonText } from '../format-table.js';
import type { ScoreFlags } from './patterns-score.js';

type TestFlags = Omit<ScoreFlags, 'labels'> & { readonly labels?: readonly string[] };

/** Scores patterns over labelled days where any are given. Else runs the cases and canaries of patterns on the embedded database; any that does not hold is a finding. */
export async function patternsTest(
  context: CliContext,
  flags: TestFlags,
  ...ids: readonly string[]
): Promise<ExitCode> {
  const { labels } = flags;
  if (labels !== undefined) {
    const { patternsScore } = await import('./patterns-score.js');
    return patternsScore(context, { ...flags, labels }, ids);
  }
  const scoring = Object.entries({
    keep: flags.keep,
    check: flags.check,
    html: flags.html,
    scorecards: flags.scorecards,
  });
  const stray = scoring.find(([, value]) => value !== undefined && value !== false);
  if (stray !== undefined)
    throw new Refusal(EXIT.usage, [
      `--${stray[0]} is about scores, expected --labels with folders of labelled days beside it [labels-expected]`,
    ]);
  const project = await loadProject(context, flags);
  const found = await choosePatterns(project, ids);
  const tested = await inProcessFolder(project.work, async (work) => {
    const results: PatternTest = [];
    for (const { pattern, folder } of found) {
      const cases = await readCases(folder, pattern);
      if (cases.some((one) => 'code' in one))
        throw new Refusal(EXIT.invalid_spec, (cases as PatternProblem[]).map(formatPatternProblem));
      const spill = path.join(work, 'cases');
      results.push(await testPattern(pattern, cases as Exclude<typeof cases, PatternProblem[]>, { spill }));
    }
    return results;
  });
  const { stdout, stderr } = context.process;
  stdout.write(flags.json ? jsonText(tested) : report(tested, context.width));
  const cases = tested.flatMap((one) => one.cases);
  const failing = cases.filter(({ differences }) => differences.length > 0).length;
  stderr.write(
    `${counted(tested.length, 'pattern')}, ${counted(cases.length, 'case')}, ${failing} not as expected\n`,
  );
  return failing === 0 ? EXIT.clear : EXIT.findings;
}

function report(tested: readonly TestedPattern[], width: number): string {
  const failures = tested.flatMap(({ pattern_id, cases }) =>
    cases.flatMap(({ name, differences }) =>
      differences.map((difference) => `${visible(`${pattern_id}/${name}: ${difference}`)}\n`),
    ),
  );
  const columns = [
    { title: 'pattern' },
    { title: 'version', align: 'right' as const },
    { title: 'cases', align: 'right' as const },
    { title: 'failed', align: 'right' as const },
    { title: 'thresholds that no case meets exactly' },
  ];
  const rows = tested.map(({ pattern_id, version, cases, untested_thresholds }) => [
    pattern_id,
    String(version),
    String(cases.length),
    String(cases.filter(({ differences }) => differences.length > 0).length),
    untested_thresholds.join(', '),
  ]);
  return failures.join('') + formatTable(columns, rows, width);
}

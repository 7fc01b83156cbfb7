import { visible } from '../../domain/diagnostic.js';
import type { LintedPattern, PatternLint } from '../../domain/generated/pattern-lint.js';
import { EXIT, type ExitCode } from '../../project/exit-codes.js';
import { loadProject, type ProjectFlags } from '../../project/project.js';
import { lintPattern } from '../../surveillance/lint-pattern.js';
import { choosePatterns } from '../chosen-patterns.js';
import type { CliContext } from '../cli-context.js';
import { counted, jsonText } from '../format-table.js';

type LintFlags = ProjectFlags & { readonly json: boolean };

/** Tells what in the folders of patterns is not portable or missing, with reason and fix. */
export async function patternsLint(
  context: CliContext,
  flags: LintFlags,
  ...ids: readonly string[]
): Promise<ExitCode> {
  const found = await choosePatterns(await loadProject(context, flags), ids);
  const linted: PatternLint = [];
  for (const { pattern, folder } of found)
    linted.push({ pattern_id: pattern.spec.id, findings: await lintPattern(folder, pattern) });
  const { stdout, stderr } = context.process;
  stdout.write(flags.json ? jsonText(linted) : linted.map(findingLines).join(''));
  const findings = linted.reduce((total, one) => total + one.findings.length, 0);
  stderr.write(`${counted(linted.length, 'pattern')}, ${counted(findings, 'finding')}\n`);
  return findings === 0 ? EXIT.clear : EXIT.findings;
}

function findingLines({ pattern_id, findings }: LintedPattern): string {
  return findings
    .map(({ file, line, rule, text, reason, fix }) => {
      const place = `${pattern_id}/${file}${line === null ? '' : `:${line}`}`;
      return `${visible(`${place}: ${text}: ${reason}; ${fix} [${rule}]`)}\n`;
    })
    .join('');
}

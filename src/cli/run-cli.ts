import { type Application, run } from '@stricli/core';
import { EXIT, type ExitCode } from '../project/exit-codes.js';
import type { CliContext } from './cli-context.js';

/** Codes of the scanner for a command or a flag that it does not know. */
const USAGE_CODES: readonly number[] = [-5, -4];

/** Runs the command line on its arguments and gives the exit code, one of the table in `exit-codes.ts`. */
export async function runCli(
  app: Application<CliContext>,
  args: readonly string[],
  context: CliContext,
): Promise<ExitCode> {
  await run<CliContext>(app, args, context);
  // The scanner's own codes are negative, which a shell would show as 251 and the like.
  const code = Number(context.process.exitCode ?? EXIT.clear);
  if (USAGE_CODES.includes(code)) return EXIT.usage;
  return Object.values(EXIT).find((known) => known === code) ?? EXIT.bug;
}

import { visible } from '../domain/diagnostic.js';
import type { FailureCode } from '../domain/failure-catalogue.js';
import { OperationalFailure } from '../domain/operational-failure.js';
import { EXIT, type ExitCode } from '../project/exit-codes.js';
import { Refusal } from '../project/refusal.js';
import { systemFailure } from '../project/system-failure.js';
import type { CliContext } from './cli-context.js';

/** A command: a plain function of its context, flags and arguments. */
export type CommandBody<Flags, Args extends readonly string[]> = (
  context: CliContext,
  flags: Flags,
  ...args: Args
) => Promise<ExitCode>;

/** A command as the scanner calls it: prints what went wrong in one place and sets the exit code. */
export function runCommand<Flags, Args extends readonly string[]>(
  body: CommandBody<Flags, Args>,
): (this: CliContext, flags: Flags, ...args: Args) => Promise<void> {
  return async function (this: CliContext, flags: Flags, ...args: Args): Promise<void> {
    try {
      this.process.exitCode = await body(this, flags, ...args);
    } catch (error) {
      this.process.exitCode = report(this, error);
    }
  };
}

/** Failures that whoever called can mend alone. */
const EXITS: Partial<Record<FailureCode, ExitCode>> = {
  'calendar-date-outside': EXIT.invalid_spec,
  'personal-key-missing': EXIT.invalid_spec,
  'personal-key-differs': EXIT.invalid_spec,
  'query-refused': EXIT.usage,
  'job-elsewhere': EXIT.usage,
  'job-runner-gone': EXIT.invalid_spec,
  'runner-unconfigured': EXIT.invalid_spec,
  'job-key-not-arn': EXIT.invalid_spec,
  'job-price-unknown': EXIT.invalid_spec,
};

/** The exit code of a command that a failure ended. */
export function exitOf({ code }: OperationalFailure): ExitCode {
  return EXITS[code as FailureCode] ?? EXIT.outside_failed;
}

function report(context: CliContext, error: unknown): ExitCode {
  const { stderr } = context.process;
  if (error instanceof Refusal) {
    for (const line of error.lines) stderr.write(`${visible(line)}\n`);
    return error.exit;
  }
  const failure = systemFailure(error) ?? error;
  if (failure instanceof OperationalFailure) {
    stderr.write(`${visible(failure.message)}\n`);
    return exitOf(failure as OperationalFailure);
  }
  stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  stderr.write('this is a bug in tapewarden; please report it with the lines above [bug]\n');
  return EXIT.bug;
}

import type { ExitCode } from './exit-codes.js';

/** A command cannot go on because of what it was given: printed line by line, without a stack. */
export class Refusal extends Error {
  readonly exit: ExitCode;
  readonly lines: readonly string[];

  constructor(exit: ExitCode, lines: readonly string[]) {
    super(lines.join('\n'));
    this.exit = exit;
    this.lines = lines;
  }
}

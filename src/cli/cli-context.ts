import type { ApplicationContext } from '@stricli/core';
import { ownProcess, type ProjectContext } from '../project/project-context.js';
import { openTerminal, type Terminal } from './terminal.js';

/** Everything a command may know of the world outside; tests give their own. */
export type CliContext = ApplicationContext &
  ProjectContext & {
    /** Columns of the terminal, 100 where there is none. */
    width: number;
    /** Whether somebody sits at a terminal and can be asked. Nobody does where it is not given. */
    terminal?: Terminal;
  };

/** The context of a real process; the exit code is left in `process.exitCode` of the context. */
export function processContext(): CliContext {
  const own = ownProcess();
  return {
    ...own,
    process: {
      ...own.process,
      stdout: { write: (text) => void process.stdout.write(text) },
      stderr: { write: (text) => void process.stderr.write(text) },
    },
    // A terminal that tells no size has none.
    width: (process.stdout.isTTY && process.stdout.columns) || 100,
    ...(process.stdin.isTTY && process.stderr.isTTY ? { terminal: openTerminal() } : {}),
  };
}

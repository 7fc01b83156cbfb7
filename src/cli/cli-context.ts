import { randomUUID } from 'node:crypto';
import type { ApplicationContext } from '@stricli/core';
import { openTerminal, type Terminal } from './terminal.js';

/** Everything a command may know of the world outside; tests give their own. */
export type CliContext = ApplicationContext & {
  /** Folder in which the command was called. */
  cwd: string;
  /** Columns of the terminal, 100 where there is none. */
  width: number;
  now_ns: () => bigint;
  new_write_id: () => string;
  /** Whether somebody sits at a terminal and can be asked. Nobody does where it is not given. */
  terminal?: Terminal;
  /** Command and arguments that start this program again; of this process where it is not given. */
  program?: readonly string[];
};

/** The context of a real process; the exit code is left in `process.exitCode` of the context. */
export function processContext(): CliContext {
  return {
    process: {
      stdout: { write: (text) => void process.stdout.write(text) },
      stderr: { write: (text) => void process.stderr.write(text) },
      env: process.env,
    },
    cwd: process.cwd(),
    // A terminal that tells no size has none.
    width: (process.stdout.isTTY && process.stdout.columns) || 100,
    now_ns: () => process.hrtime.bigint() + startOffset,
    new_write_id: () => randomUUID(),
    ...(process.stdin.isTTY && process.stderr.isTTY ? { terminal: openTerminal() } : {}),
  };
}

/** The monotonic clock counts from an unknown point; this makes it count from 1970. */
const startOffset = BigInt(Date.now()) * 1_000_000n - process.hrtime.bigint();

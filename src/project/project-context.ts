import { randomUUID } from 'node:crypto';

/** What opening a project may know of the world outside; tests give their own. */
export type ProjectContext = {
  process: { env?: Readonly<Partial<Record<string, string>>> };
  /** Folder of the project: of the call, for a command. */
  cwd: string;
  now_ns: () => bigint;
  new_write_id: () => string;
  /** Command and arguments that start this program again; of this process where it is not given. */
  program?: readonly string[];
};

/** The world as a real process sees it. */
export function ownProcess(): ProjectContext {
  return {
    process: { env: process.env },
    cwd: process.cwd(),
    now_ns: () => process.hrtime.bigint() + startOffset,
    new_write_id: () => randomUUID(),
  };
}

/** The monotonic clock counts from an unknown point; this makes it count from 1970. */
const startOffset = BigInt(Date.now()) * 1_000_000n - process.hrtime.bigint();

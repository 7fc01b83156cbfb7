import { randomUUID } from 'node:crypto';
import type { ProjectContext } from '../../../src/project/project-context.js';

/** The clock of handlers in tests that put this module in the place of `src/project/project-context.ts`. */
export const clock = { now_ms: Date.UTC(2026, 10, 20) };

/** The process as it is, but for its clock. */
export function ownProcess(): ProjectContext {
  return {
    process: { env: process.env },
    cwd: process.cwd(),
    now_ns: () => BigInt(Math.round(clock.now_ms)) * 1_000_000n,
    new_write_id: () => randomUUID(),
  };
}

import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { OperationalFailure } from '../domain/operational-failure.js';

/** Which process makes a folder, and which others of its machine are still there. */
export type ProcessMeans = { pid: number; host: string; isRunning: (pid: number) => boolean };

/** Folders that this process uses now: another with its number is of a process that had the number before. */
const own = new Set<string>();

/**
 * Gives `act` a folder for work in progress that is of this process alone, and takes it away when that ends.
 *
 * Folders that processes of this machine have left behind when they were killed are taken away first; one of a process that
 * still runs, or of another machine, never is. Throws `file-unwritable`.
 */
export async function inProcessFolder<Result>(
  parent: string,
  act: (folder: string) => Promise<Result>,
  means: ProcessMeans = { pid: process.pid, host: hostname(), isRunning },
): Promise<Result> {
  const folder = await openFolder(parent, means);
  try {
    return await act(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
    own.delete(folder);
  }
}

async function openFolder(parent: string, { pid, host, isRunning }: ProcessMeans): Promise<string> {
  const of_host = `process-${createHash('sha256').update(host).digest('hex').slice(0, 8)}-`;
  try {
    await mkdir(parent, { recursive: true });
    for (const name of await readdir(parent)) {
      const left = path.join(parent, name);
      const by = name.startsWith(of_host) ? Number(/^(\d+)-/.exec(name.slice(of_host.length))?.[1]) : NaN;
      if (Number.isNaN(by) || own.has(left) || (by !== pid && isRunning(by))) continue;
      await rm(left, { recursive: true, force: true });
    }
    // The number is in the name, so that there is no moment in which a folder is nobody's.
    const folder = await mkdtemp(path.join(parent, `${of_host}${pid}-`));
    own.add(folder);
    return folder;
  } catch (cause) {
    throw new OperationalFailure('file-unwritable', { path: parent, reason: String(cause) }, { cause });
  }
}

/** Whether there is a process of a number, of whatever user. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

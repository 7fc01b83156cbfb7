import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { inProcessFolder, type ProcessMeans } from '../../src/store/process-folder.js';
import { temporaryFolder } from '../canonicalize/support/lake.js';

/** A process of a machine on which those of the given numbers run. */
const processOf = (pid: number, running: readonly number[] = [], host = 'one'): ProcessMeans => ({
  pid,
  host,
  isRunning: (other) => running.includes(other),
});

/** Leaves a folder as a process does that is killed in the middle of its work. */
async function killed(parent: string, means: ProcessMeans): Promise<string> {
  const name = await inProcessFolder(parent, async (folder) => path.basename(folder), means);
  const left = path.join(parent, name);
  await mkdir(path.join(left, 'delivery-abc'), { recursive: true });
  await writeFile(path.join(left, 'delivery-abc', 'raw'), 'x');
  return left;
}

describe('a folder of work in progress', () => {
  test('is there while the work goes on and gone afterwards, whatever became of it', async () => {
    const parent = path.join(await temporaryFolder(), '.work');
    const seen = await inProcessFolder(parent, async (folder) => {
      await writeFile(path.join(folder, 'x'), 'x');
      return folder;
    });
    expect(path.dirname(seen)).toBe(parent);
    await expect(inProcessFolder(parent, () => Promise.reject(new Error('it failed')))).rejects.toThrow(
      'it failed',
    );
    expect(await readdir(parent)).toEqual([]);
  });

  test('of a process that is gone is taken away by the next one, and nothing else is', async () => {
    const parent = await temporaryFolder();
    const dead = await killed(parent, processOf(11));
    const alive = await killed(parent, processOf(22));
    const elsewhere = await killed(parent, processOf(11, [], 'two'));
    for (const name of ['cache', 'process-x', 'delivery-old']) await mkdir(path.join(parent, name));
    await inProcessFolder(parent, async () => {}, processOf(33, [22]));
    expect(existsSync(dead)).toBe(false);
    expect((await readdir(parent)).sort()).toEqual(
      ['cache', 'delivery-old', path.basename(alive), path.basename(elsewhere), 'process-x'].sort(),
    );
  });

  test('of an earlier process with the same number is taken away, one of this process is not', async () => {
    const parent = await temporaryFolder();
    // In a container the number is often the same at each start.
    const means = processOf(7, [7]);
    const earlier = await killed(parent, means);
    await inProcessFolder(
      parent,
      async (outer) => {
        expect(existsSync(earlier)).toBe(false);
        await inProcessFolder(parent, async (inner) => expect(inner).not.toBe(outer), means);
        expect(existsSync(outer)).toBe(true);
      },
      means,
    );
  });

  test('that cannot be made is told with its place', async () => {
    const file = path.join(await temporaryFolder(), 'file');
    await writeFile(file, '');
    await expect(inProcessFolder(file, async () => {})).rejects.toMatchObject({
      code: 'file-unwritable',
      data: { path: file },
    });
  });
});

test('a real process is known to run, and to be gone once it has ended', async () => {
  const parent = await temporaryFolder();
  const child = spawn(process.execPath, ['-e', 'process.stdin.resume()'], {
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const name = await inProcessFolder(parent, async (folder) => path.basename(folder));
  const left = path.join(parent, name.replace(`-${process.pid}-`, `-${child.pid}-`));
  await mkdir(left);
  await inProcessFolder(parent, async () => {});
  expect(existsSync(left)).toBe(true);
  child.stdin.end();
  await once(child, 'exit');
  await inProcessFolder(parent, async () => {});
  expect(existsSync(left)).toBe(false);
});

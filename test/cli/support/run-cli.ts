import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildCli } from '../../../src/cli/app.js';
import type { CliContext } from '../../../src/cli/cli-context.js';
import { runCli } from '../../../src/cli/run-cli.js';
import { packageRoot } from '../../../src/domain/package-root.js';
import { EXIT } from '../../../src/project/exit-codes.js';

/** What one call of the command line gave: exit code by name, and both streams. */
export type CliResult = { exit: string; stdout: string; stderr: string };

/** The command line in a folder: `tapewarden('alerts', 'list')` as a user there would call it. */
export type Cli = (...args: string[]) => Promise<CliResult>;

/** A new folder under the system's temporary folder, and what takes it away. */
export function temporaryFolder(): { folder: string; remove: () => void } {
  const folder = mkdtempSync(path.join(tmpdir(), 'tapewarden-cli-'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** 21:00 in New York on 2026-11-20, when every delivery of that day was due. */
const evening = 1_795_226_400_000_000_000n;

type CliExtras = Pick<CliContext, 'program' | 'terminal'> & { env?: Record<string, string> };

/** The command line in a folder, in this process, on a terminal of 80 columns with a clock that stands still. */
export function cliIn(folder: string, now: bigint | CliExtras = evening): Cli {
  const [now_ns, { env = {}, ...more }] = typeof now === 'bigint' ? [now, {} as CliExtras] : [evening, now];
  let writes = 0;
  return async (...args) => {
    const said = { stdout: '', stderr: '' };
    const into = (name: keyof typeof said): { write: (text: string) => void } => ({
      write: (text) => {
        said[name] += text;
      },
    });
    const context: CliContext = {
      process: { stdout: into('stdout'), stderr: into('stderr'), env },
      cwd: folder,
      width: 80,
      ...more,
      now_ns: () => now_ns,
      new_write_id: () => {
        writes += 1;
        return `00000000-0000-4000-8000-${String(writes).padStart(12, '0')}`;
      },
    };
    const code = await runCli(buildCli('1.2.3'), args, context);
    const exit = Object.entries(EXIT).find(([, value]) => value === code)?.[0] ?? String(code);
    return { exit, stdout: said.stdout, stderr: said.stderr };
  };
}

/** One call and its result as a block of text, with paths and versions of this machine replaced. */
export function transcript(folder: string, args: readonly string[], result: CliResult): string {
  const text = [
    `$ tapewarden ${args.join(' ')}`,
    `exit: ${result.exit}`,
    '--- stdout',
    result.stdout.trimEnd(),
    '--- stderr',
    result.stderr.trimEnd(),
  ].join('\n');
  return `${text
    .replaceAll(folder, '<project>')
    .replaceAll(packageRoot(), '<package>')
    .replace(/tapewarden \d+\.\d+\.\d+ on Node [\d.]+/g, 'tapewarden <version> on Node <version>')
    .replace(/\b[0-9a-f]{12}:(\d+)\b/g, '<commit>:$1')
    .replace(/DuckDB v[\d.]+/g, 'DuckDB <version>')
    .replace(/\d+ GiB free/g, '<n> GiB free')}\n`;
}

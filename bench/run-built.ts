import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

/** What one process of the built command line took: seconds of the clock and of the processor, and memory at its most, in MB. */
export interface Taken {
  readonly seconds: number;
  /** A busy machine changes this less. */
  readonly cpu: number;
  readonly peak_mb: number;
}

/** Runs `dist/cli/main.js` in a folder as a user would; 1 says that there are findings, any higher exit code is thrown. */
export function runBuilt(folder: string, args: readonly string[]): Taken & { readonly stdout: string } {
  const file = path.join(folder, 'taken.json');
  const hook = `import { writeFileSync } from 'node:fs'; process.on('exit', () => { const { user, system } = process.cpuUsage(); writeFileSync(${JSON.stringify(file)}, JSON.stringify({ cpu: (user + system) / 1e6, peak_mb: process.resourceUsage().maxRSS / 1024 })); });`;
  const tell = ['--import', `data:text/javascript,${encodeURIComponent(hook)}`];
  const began = performance.now();
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [...tell, path.resolve('dist/cli/main.js'), ...args],
    { cwd: folder, encoding: 'utf8', maxBuffer: 2 ** 30 },
  );
  const seconds = (performance.now() - began) / 1000;
  if (status === null || status > 1) throw new Error(`tapewarden ${args.join(' ')}: ${stderr}`);
  const told = JSON.parse(readFileSync(file, 'utf8')) as Omit<Taken, 'seconds'>;
  return { seconds, ...told, stdout };
}

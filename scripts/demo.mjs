import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';

/** Runs the main job on the committed deliveries of one trade date, as a user would, and shows what it prints. */
const out = 'demo/out';
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });

function tapewarden(...args) {
  console.log(`\n$ tapewarden ${args.join(' ')}`);
  const { status, stdout } = spawnSync(process.execPath, ['dist/cli/main.js', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
  });
  console.log(stdout.trimEnd());
  // 1 says that there are findings, and the demo's day has some.
  if (status !== 0 && status !== 1) process.exit(status ?? 70);
  return stdout;
}

const lake = ['--lake', `${out}/lake`];
tapewarden('run', '--date', '2026-11-20', '--raw', 'demo/deliveries', ...lake, '--report', `${out}/report.html`);
tapewarden('quarantine', 'list', ...lake);
const list = tapewarden('alerts', 'list', ...lake);
const example = /^([0-9a-f]{12}) +wash-trade/m.exec(list)?.[1];
if (example === undefined) throw new Error('the demo has a wash trade');
tapewarden('alerts', 'explain', example, ...lake);

import { spawn } from 'node:child_process';

/**
 * Everything that is checked without running a test, in two rows side by side: the linter that needs types takes longer than all
 * the others. A row ends with the first command that fails; what a command says is shown when it ends.
 */
const ROWS = [
  ['eslint .'],
  ['biome check --error-on-warnings .', 'tsc', 'tsc -p infra', 'npm run --silent layers', 'knip', 'npm run --silent fresh'],
];

const ended = await Promise.all(ROWS.map(runRow));
process.exitCode = ended.every((passed) => passed) ? 0 : 1;

async function runRow(commands) {
  for (const command of commands) if (!(await run(command))) return false;
  return true;
}

function run(command) {
  const begun = performance.now();
  const said = [];
  const child = spawn(command, { shell: true, stdio: ['ignore', 'pipe', 'pipe'] });
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => said.push(text));
  return new Promise((resolve) => {
    child.on('close', (code) => {
      const seconds = ((performance.now() - begun) / 1000).toFixed(1);
      process.stdout.write(`${code === 0 ? 'passed' : 'failed'}: ${command} (${seconds} s)\n${Buffer.concat(said)}`);
      resolve(code === 0);
    });
  });
}

import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/**
 * Runs the tests that need real Spark. PySpark is installed once, into a virtual environment in the user's cache. Where Java or
 * Python is missing nothing is run, and that is said; with --require it is an error.
 */
const PYSPARK = '3.5.6';
const required = process.argv.includes('--require');

const missing = [
  works('java', ['-version']) ? [] : 'Java 8, 11 or 17 (`java`)',
  works('python3', ['-c', 'import sys, venv; sys.exit(sys.version_info < (3, 8))']) ? [] : 'Python 3.8 or newer with venv (`python3`)',
].flat();
if (missing.length > 0) {
  console.log(`not run: the tests on Spark ${PYSPARK} need ${missing.join(' and ')}; docs/parity.md says what was run last`);
  process.exit(required ? 1 : 0);
}

const cache = process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), '.cache');
const environment = path.join(cache, 'tapewarden', `pyspark-${PYSPARK}`);
const python = path.join(environment, 'bin', 'python');
if (!works(python, ['-c', 'import pyspark'])) {
  console.log(`installing PySpark ${PYSPARK} into ${environment}`);
  mkdirSync(path.dirname(environment), { recursive: true });
  if (!existsSync(python)) execFileSync('python3', ['-m', 'venv', environment], { stdio: 'inherit' });
  execFileSync(python, ['-m', 'pip', 'install', '--quiet', `pyspark==${PYSPARK}`], { stdio: 'inherit' });
}

const tests = spawnSync('npx', ['vitest', 'run', '--config', 'vitest.spark.config.ts'], {
  stdio: 'inherit',
  env: { ...process.env, TAPEWARDEN_SPARK_PYTHON: python },
});
process.exit(tests.status ?? 1);

function works(command, args) {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}

#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { packageRoot } from '../domain/package-root.js';
import { buildCli } from './app.js';
import { processContext } from './cli-context.js';
import { COMPLETE, completeWords } from './complete-words.js';
import { runCli } from './run-cli.js';

const { version } = JSON.parse(readFileSync(path.join(packageRoot(), 'package.json'), 'utf8')) as {
  version: string;
};

for (const stream of [process.stdout, process.stderr]) {
  // A reader such as head may close the pipe early; the command still finishes what it began.
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

const app = buildCli(version);
const [first, ...others] = process.argv.slice(2);
if (first === COMPLETE) await completeWords(app, others, processContext());
else process.exitCode = await runCli(app, process.argv.slice(2), processContext());

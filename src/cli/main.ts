#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { run } from '@stricli/core';
import { packageRoot } from '../domain/package-root.js';
import { buildCli } from './app.js';
import { type CliContext, processContext } from './cli-context.js';
import { EXIT } from './exit-codes.js';

const { version } = JSON.parse(readFileSync(path.join(packageRoot(), 'package.json'), 'utf8')) as {
  version: string;
};

const context = processContext();
await run<CliContext>(buildCli(version), process.argv.slice(2), context);
// The scanner's own codes are negative, which a shell would show as 251 and the like.
const exitCode = Number(context.process.exitCode ?? EXIT.clear);
process.exitCode = exitCode < 0 ? EXIT.usage : exitCode;

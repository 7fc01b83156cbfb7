import path from 'node:path';
import type { CliContext } from './cli-context.js';

/** A path as a person would type it: relative inside the folder of the call, absolute elsewhere. */
export function placeOf(context: CliContext, file: string): string {
  const relative = path.relative(context.cwd, file);
  return relative.startsWith('..') || relative === '' ? file : relative;
}

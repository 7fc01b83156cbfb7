import path from 'node:path';
import { isS3Uri } from '../store/s3-location.js';
import type { CliContext } from './cli-context.js';

/** A path as a person would type it: relative inside the folder of the call, absolute elsewhere; an address as it is. */
export function placeOf(context: CliContext, file: string): string {
  if (isS3Uri(file)) return file;
  const relative = path.relative(context.cwd, file);
  return relative.startsWith('..') || relative === '' ? file : relative;
}

import path from 'node:path';
import { visible } from '../domain/diagnostic.js';
import { isS3Uri } from '../store/s3-location.js';
import type { CliContext } from './cli-context.js';

/**
 * A path to be shown, as a person would type it: relative inside the folder of the call, absolute elsewhere; an address as it is. What a
 * terminal would obey in it is written out.
 */
export function placeOf(context: CliContext, file: string): string {
  if (isS3Uri(file)) return visible(file);
  const relative = path.relative(context.cwd, file);
  return visible(relative.startsWith('..') || relative === '' ? file : relative);
}

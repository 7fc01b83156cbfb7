import type { ExpectedWrite } from './expected-writes.js';
import type { TrailEvent } from './trail-event.js';

/**
 * In what an event is not the write that a lake records of an object, in words; nothing where it is.
 *
 * Compared are that it was done, bucket and key, version, request, and bytes of a put in one piece: as far as the lake records
 * them.
 */
export function writeDifferences(
  event: TrailEvent,
  write: ExpectedWrite,
  lake: { readonly bucket: string; readonly prefix: string },
): string[] {
  const key = [lake.prefix, write.key].filter((part) => part !== '').join('/');
  const differences: string[] = [];
  const compare = (what: string, actual: unknown, expected: unknown): void => {
    if (actual !== expected) differences.push(`${what} is ${String(actual)}, expected ${String(expected)}`);
  };
  if (event.error_code !== null) differences.push(`the call failed with ${event.error_code}`);
  compare('the call', event.object_action, 'write');
  compare('the bucket', event.bucket, lake.bucket);
  compare('the key', event.object_key, key);
  if (write.version_id !== null) compare('the version', event.version_id, write.version_id);
  if (write.request_id !== null) compare('the request', event.request_id, write.request_id);
  if (write.bytes !== null && event.event_name === 'PutObject' && event.bytes_in !== null)
    compare('the size', event.bytes_in, write.bytes);
  return differences;
}

import { invariant } from '../domain/invariant.js';

/** Whether a text names an object: parts between `/`, none empty, `.` or `..`, without backslash or control characters. */
export function isKey(text: string): boolean {
  return text
    .split('/')
    .every((part) => part !== '' && part !== '.' && part !== '..' && !/[\\\p{Cc}]/u.test(part));
}

/** The key, after it was found to be one. */
export function checkedKey(key: string): string {
  invariant(isKey(key), `"${key}" is a key`);
  return key;
}

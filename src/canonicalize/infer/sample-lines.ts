import type { Sample } from './read-sample.js';

/** Lines of a sample without their ends and without blank ones. */
export function sampleLines({ head }: Sample): string[] {
  return head
    .split('\n')
    .map((line) => line.replace(/\r$/, ''))
    .filter((line) => line.trim() !== '');
}

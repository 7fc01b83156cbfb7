import type { Sample } from './read-sample.js';

/** At most this many lines are looked at; more would only repeat what they show. */
const MOST_LINES = 5_000;

/** Lines of a sample without their ends and without blank ones; `all` where no line of the file is missing. */
export function sampleLines(sample: Sample): { lines: string[]; all: boolean } {
  const lines = sample.head
    .split('\n')
    .map((line) => line.replace(/\r$/, ''))
    .filter((line) => line.trim() !== '');
  return { lines: lines.slice(0, MOST_LINES), all: sample.complete && lines.length <= MOST_LINES };
}

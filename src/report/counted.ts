import { formatCount } from './exact-value.js';

/** A count with its noun: `1 file`, `1,500 files`. */
export function counted(items: number, noun: string, nouns = `${noun}s`): string {
  return `${formatCount(items)} ${items === 1 ? noun : nouns}`;
}

/** The parts that are there as one sentence, with semicolons. */
export function sentencesOf(parts: readonly (string | false)[]): string {
  return `${parts.filter((part) => part !== false).join('; ')}.`;
}

import { type Dialect, splitDelimited } from './split-delimited.js';

/** Most lines that one record is taken to stand on. */
const MOST_LINES = 20;

/** Lines of a sample with those joined between which a quoted field is open; one whose quote is never closed stays alone. */
export function joinQuoted(lines: readonly string[], dialect: Dialect): string[] {
  if (dialect.quote === 'none') return [...lines];
  const joined: string[] = [];
  for (let at = 0; at < lines.length; ) {
    const size = sizeAt(lines, at, dialect);
    joined.push(lines.slice(at, at + size).join('\n'));
    at += size;
  }
  return joined;
}

function sizeAt(lines: readonly string[], at: number, dialect: Dialect): number {
  let text = lines[at] ?? '';
  for (let size = 1; size <= MOST_LINES && at + size <= lines.length; size += 1) {
    const fields = splitDelimited(text, dialect);
    if (fields !== null && (size === 1 || fields.length > 1)) return size;
    if (!text.includes(dialect.quote)) return 1;
    text = `${text}\n${lines[at + size] ?? ''}`;
  }
  return 1;
}

const LF = 10;
const CR = 13;
/** A BeginString that is not the end of another tag, and the separator after it. */
const BEGIN = /(?<![0-9])8=FIXT?[.][0-9A-Z.]{1,12}(.{1,8}?)9=/s;

/**
 * Where a FIX message with the text before it ends in some bytes, for people to read.
 *
 * A line that holds no other message is shown as it stands. Otherwise the record ends after its CheckSum, or before the
 * next message where it has none.
 */
export function fixRecordEnd(bytes: Buffer): number {
  const text = bytes.toString('latin1');
  const found = text.indexOf('\n');
  const line = found === -1 ? text.length : found;
  const begin = BEGIN.exec(text);
  if (begin === null || begin.index > line) return withoutReturn(bytes, line);
  const after = begin.index + 1;
  const next = BEGIN.exec(text.slice(after));
  const other = next === null ? text.length : after + next.index;
  const end = checkSumEnd(text, after, begin[1] ?? '');
  if (end === -1 || end > other) return withoutReturn(bytes, Math.min(line, other));
  return line < end || other < line ? end : withoutReturn(bytes, line);
}

function checkSumEnd(text: string, from: number, separator: string): number {
  for (
    let at = text.indexOf(`${separator}10=`, from);
    at !== -1;
    at = text.indexOf(`${separator}10=`, at + 1)
  ) {
    const digits = at + separator.length + 3;
    if (!/^[0-9]{3}$/.test(text.slice(digits, digits + 3))) continue;
    return text.startsWith(separator, digits + 3) ? digits + 3 + separator.length : digits + 3;
  }
  return -1;
}

function withoutReturn(bytes: Buffer, end: number): number {
  return bytes[end] === LF && end > 0 && bytes[end - 1] === CR ? end - 1 : end;
}

import { type ColumnCut, cutColumns } from './cut-columns.js';

/** A field of a record of several lines: the line, from 1, and its place there. */
export type PlacedCut = ColumnCut & { line: number | null };

/** Most lines of a record, and fewest whole records that show how many there are. */
const MOST_LINES = 9;
const FEWEST_RECORDS = 2;

/** How many lines a record takes, where each begins with its number within the record; 1 where they do not. */
export function linesOfRecord(body: readonly string[]): number {
  const whole = (lines: number): number => {
    let records = 0;
    for (let at = 0; at + lines <= body.length; at += 1) {
      const counted = body.slice(at, at + lines).every((line, index) => line[0] === String(index + 1));
      if (counted && body[at + lines]?.[0] !== String(lines + 1)) records += 1;
    }
    return records;
  };
  for (let lines = MOST_LINES; lines > 1; lines -= 1) {
    const records = whole(lines);
    if (records >= FEWEST_RECORDS && records * lines >= body.length * 0.8) return lines;
  }
  return 1;
}

/** The lines of each whole record. */
export function wholeRecords(body: readonly string[], lines: number): string[][] {
  const records: string[][] = [];
  for (const [at, line] of body.entries()) {
    const record = body.slice(at, at + lines);
    const whole = record.length === lines && record.every((one, index) => one[0] === String(index + 1));
    if (line[0] === '1' && whole) records.push(record);
  }
  return records;
}

/** Where the fields of records of several lines stand, line by line; the numbers of the lines are none. */
export function cutLines(records: readonly (readonly string[])[], lines: number): PlacedCut[] {
  return Array.from({ length: lines }, (_, index) => index).flatMap((index) =>
    cutColumns(records.map((record) => ` ${(record[index] ?? '').slice(1)}`)).map((cut) => ({
      ...cut,
      line: index + 1,
    })),
  );
}

import type { Labels } from '../../domain/generated/labels.js';

/** A faulty record as labels.json tells it. */
export type FaultLabel = NonNullable<Labels['faults']>[number];

/** What makes one copy differ from another: a number of its own within the file, from 1, and a random whole number. */
export type Copy = { readonly no: number; readonly draw: number };

/** One way in which a broker's record goes wrong, and the code that it must get. */
export type Spoil = Pick<FaultLabel, 'kind' | 'code'> & {
  /** A faulty copy of a good record, both without line end; null where the record has nothing to spoil in this way. */
  readonly spoil: (record: string, copy: Copy) => string | null;
};

/** How to add faulty records to the files of one feed. */
export type FeedSpoiler = {
  readonly spoils: readonly Spoil[];
  /** Whether a line is a data record. */
  readonly isRecord: (line: string) => boolean;
  /** A line that is no data record, its control totals raised by the added records. */
  readonly control: (line: string, added: readonly string[]) => string;
};

/** The same line again: the one fault of every format. */
export const repeatedLine: Spoil = { kind: 'line-repeated', code: 'duplicate', spoil: (record) => record };

/** Shares by which a record with a used key differs from the first one: of each copy another number, so that no two are equal. */
export function unequalShares({ no }: Copy): number {
  return no * 100;
}

/** A nine-digit number beyond all that a simulated day uses, so that a spoilt copy has a key of its own. */
export function unusedNumber({ no }: Copy): string {
  return String(900_000_000 + no);
}

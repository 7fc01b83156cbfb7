import type { Rejection } from '../domain/generated/rejection.js';
import type { RejectionReason, RejectionSummary } from '../domain/generated/report.js';
import { groupBy } from './group-by.js';
import { cutText } from './visible-text.js';

const examplesPerGroup = 3;
const longestText = 120;

/** All stored faults of the run's deliveries, counted; and the rejected records of which none could be counted. */
export type RejectionCounts = {
  readonly reasons: readonly RejectionReason[];
  readonly listed: number;
  readonly unlisted: number;
  readonly removed: number;
};

/** Faults by feed and code, most first: all of them counted, and of those given the first three as examples. */
export function summarizeRejections(
  rejections: readonly Rejection[],
  { reasons, listed, unlisted, removed }: RejectionCounts,
  records_rejected: number,
): RejectionSummary {
  const records = new Set(
    rejections.map(({ source_sha256, byte_offset }) => `${source_sha256}:${byte_offset}`),
  );
  const byKind = groupBy(rejections, ({ feed, code }) => JSON.stringify([feed, code]));
  const groups = [...byKind.values()].map((faults) => ({
    feed: faults[0]?.feed ?? '',
    code: faults[0]?.code ?? '',
    faults: faults.length,
    examples: faults.slice(0, examplesPerGroup).map(({ file, line, field, value, message }) => ({
      file,
      line,
      field,
      value: cutText(value, longestText),
      message: cutText(message, 2 * longestText),
    })),
  }));
  return {
    records_rejected,
    records_given: records.size,
    groups: groups.sort(mostFirst),
    records_listed: listed,
    records_unlisted: unlisted,
    records_removed: removed,
    reasons: [...reasons].sort(mostFirst),
  };
}

type Kind = { feed: string; code: string; faults: number };

function mostFirst(left: Kind, right: Kind): number {
  const byName = JSON.stringify([left.feed, left.code]) < JSON.stringify([right.feed, right.code]) ? -1 : 1;
  return right.faults - left.faults || byName;
}

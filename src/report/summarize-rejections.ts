import type { Rejection } from '../domain/generated/rejection.js';
import type { RejectionSummary } from '../domain/generated/report.js';
import { groupBy } from './group-by.js';
import { cutText } from './visible-text.js';

const examplesPerGroup = 3;
const longestText = 120;

/** Faults by feed and code, most first, each with the first three given; `recordsRejected` is the count of the totals. */
export function summarizeRejections(
  rejections: readonly Rejection[],
  recordsRejected: number,
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
  groups.sort(
    (left, right) =>
      right.faults - left.faults ||
      (JSON.stringify([left.feed, left.code]) < JSON.stringify([right.feed, right.code]) ? -1 : 1),
  );
  return { records_rejected: recordsRejected, records_given: records.size, groups };
}

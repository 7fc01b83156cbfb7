import type { LedgerFinding } from '../../domain/generated/ledger-entry.js';
import { clockText } from './due-time.js';
import type { JudgedDay } from './judge-arrivals.js';
import { ledgerFinding } from './ledger-finding.js';
import { greatest, numberGaps, smallest } from './number-gaps.js';
import type { PlacedArrival } from './place-arrivals.js';

/** When the ledger is asked, and the greatest number of the trade date before; null where there was none. */
export type Moment = { readonly now_ns: bigint; readonly last_number: bigint | null };

/** What there is to tell of the files together: none, too few, too many, parts and numbers left out. */
export function judgeCoverage(day: JudgedDay, { now_ns, last_number }: Moment): LedgerFinding[] {
  const { arrives, due_at_ns } = day;
  if (due_at_ns === null) return [];
  // A refused file has its number: it is told as refused, not as missing.
  const files = day.arrivals.filter(({ state }) => state === 'received' || state === 'refused');
  const owed = arrives.due !== 'on-request' || files.length > 0;
  if (!owed) return [];
  const due = clockText(due_at_ns, arrives.zone);
  const open = now_ns <= due_at_ns;
  if (files.length === 0) return [ledgerFinding(open ? 'ledger-awaited' : 'ledger-missing', { due })];
  const arrived = new Set(files.map(placeOf)).size;
  if (open && isOpen(day, files, arrived)) {
    const { files: expected } = arrives;
    return [
      expected === undefined
        ? ledgerFinding('ledger-more-awaited', { arrived, due })
        : ledgerFinding('ledger-files-awaited', { expected, arrived, due }),
    ];
  }
  return [
    ...judgeCount(arrives.files ?? null, { arrived, due }),
    ...judgeParts(day, files),
    ...judgeNumbers(day, files, last_number),
  ];
}

/** Whether files of the day may still come: there are fewer than the feed says, or it does not say how many numbered ones. */
function isOpen({ arrives }: JudgedDay, files: readonly PlacedArrival[], arrived: number): boolean {
  if (arrives.files !== undefined) return arrived < arrives.files;
  return files.some(({ sequence, part }) => sequence !== null || part !== null);
}

function judgeCount(
  expected: number | null,
  { arrived, due }: { arrived: number; due: string },
): LedgerFinding[] {
  if (expected === null || arrived === expected) return [];
  return arrived < expected
    ? [ledgerFinding('ledger-files-missing', { expected, arrived, due })]
    : [ledgerFinding('ledger-files-extra', { expected, arrived })];
}

function placeOf({ sequence, part, file }: PlacedArrival): string {
  return sequence === null && part === null ? file : `${sequence ?? ''} ${part ?? ''}`;
}

function judgeParts({ arrives }: JudgedDay, files: readonly PlacedArrival[]): LedgerFinding[] {
  const parts = numbersOf(files, 'part');
  const highest = greatest(parts);
  if (highest === null) return [];
  const last = arrives.files === undefined ? highest : BigInt(arrives.files);
  const missing = numberGaps(parts, 1n, last);
  return missing.length === 0 ? [] : [ledgerFinding('ledger-part-missing', { missing, last: String(last) })];
}

function judgeNumbers(
  { arrives }: JudgedDay,
  files: readonly PlacedArrival[],
  last_number: bigint | null,
): LedgerFinding[] {
  const numbers = numbersOf(files, 'sequence');
  const highest = greatest(numbers);
  if (arrives.sequence === undefined || highest === null) return [];
  const before = arrives.sequence === 'daily' ? null : last_number;
  const back = before === null ? [] : numbers.filter((number) => number <= before);
  // Numbers of a day begin with 1; on the first day ever they begin where they begin.
  const least = arrives.sequence === 'daily' ? 1n : (smallest(numbers) ?? 1n);
  const first = before === null ? least : before + 1n;
  const missing = numberGaps(numbers, first, highest);
  return [
    ...back.map((number) =>
      ledgerFinding('ledger-sequence-back', { number: String(number), last: String(before) }),
    ),
    ...(missing.length === 0
      ? []
      : [ledgerFinding('ledger-sequence-gap', { missing, first: String(first), last: String(highest) })]),
  ];
}

/** Numbers or parts of files, each as written in the name. */
export function numbersOf(
  files: readonly Pick<PlacedArrival, 'sequence' | 'part'>[],
  place: 'sequence' | 'part',
): bigint[] {
  return files.flatMap((file) => {
    const text = file[place];
    return text === null ? [] : [BigInt(text)];
  });
}

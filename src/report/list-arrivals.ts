import type { LedgerDay, LedgerDelivery, LedgerEntry } from '../domain/generated/ledger-day.js';
import type { ArrivalLine, ArrivalTotals, ArrivedFile, FileCounts } from '../domain/generated/report.js';

/** Findings of the ledger that say that a file which was owed has not come. */
const MISSING = ['ledger-missing', 'ledger-files-missing', 'ledger-part-missing', 'ledger-sequence-gap'];
const STATES = ['received', 'replaced', 'refused', 'duplicate'] as const;

/** One row per feed of the ledger, in its order: what was due, what came, when, how late, and which control totals do not hold. */
export function listArrivals({ entries }: Pick<LedgerDay, 'entries'>): ArrivalLine[] {
  return entries.map((entry) => {
    const standing = entry.deliveries.filter(({ state }) => state === 'received');
    return {
      feed: entry.feed,
      verdict: entry.verdict,
      due: entry.due,
      due_at_ns: entry.due_at_ns,
      received_at_ns: greatest(standing.map(({ received_at_ns }) => received_at_ns)),
      late_by_ns: greatest(standing.flatMap(({ late_by_ns }) => late_by_ns ?? [])),
      missing: entry.findings.some(({ code }) => MISSING.includes(code)),
      files: filesOf(entry.deliveries),
      late_files: standing.filter(({ late_by_ns }) => late_by_ns !== null).length,
      controls_checked: entry.deliveries.reduce((total, { control }) => total + control.length, 0),
      control_breaks: entry.deliveries.filter(isBroken).length,
      notes: notesOf(entry),
      deliveries: entry.deliveries.map(arrivedFile).sort(compareArrival),
    };
  });
}

/** The rows added up; a feed owed a delivery when it is daily and had a session. */
export function totalArrivals(lines: readonly ArrivalLine[]): ArrivalTotals {
  const having = (verdict: ArrivalLine['verdict']) => lines.filter((line) => line.verdict === verdict).length;
  const sum = (count: (line: ArrivalLine) => number) => lines.reduce((total, line) => total + count(line), 0);
  return {
    feeds: lines.length,
    due: lines.filter(({ due, due_at_ns }) => due === 'daily' && due_at_ns !== null).length,
    complete: having('complete'),
    incomplete: having('incomplete'),
    not_due_yet: having('not_due_yet'),
    nothing_due: having('nothing_due'),
    no_session: having('no_session'),
    missing: lines.filter(({ missing }) => missing).length,
    late: lines.filter(({ late_files }) => late_files > 0).length,
    files: {
      received: sum(({ files }) => files.received),
      replaced: sum(({ files }) => files.replaced),
      refused: sum(({ files }) => files.refused),
      duplicate: sum(({ files }) => files.duplicate),
    },
    late_files: sum(({ late_files }) => late_files),
    controls_checked: sum(({ controls_checked }) => controls_checked),
    control_breaks: sum(({ control_breaks }) => control_breaks),
  };
}

function filesOf(deliveries: readonly LedgerDelivery[]): FileCounts {
  const [received, replaced, refused, duplicate] = STATES.map(
    (state) => deliveries.filter((delivery) => delivery.state === state).length,
  ) as [number, number, number, number];
  return { received, replaced, refused, duplicate };
}

function arrivedFile(delivery: LedgerDelivery): ArrivedFile {
  const { file, sha256, state, received_at_ns, late_by_ns, totals } = delivery;
  const [read, rejected] = [totals?.read ?? null, totals?.rejected ?? null];
  return { file, sha256, state, received_at_ns, late_by_ns, read, rejected };
}

/** By time of arrival; of equals, by name and bytes. */
export function compareArrival(left: ArrivedFile, right: ArrivedFile): number {
  const [one, other] = [BigInt(left.received_at_ns), BigInt(right.received_at_ns)];
  if (one !== other) return one < other ? -1 : 1;
  const [name, otherName] = [`${left.file} ${left.sha256}`, `${right.file} ${right.sha256}`];
  return name === otherName ? 0 : name < otherName ? -1 : 1;
}

function isBroken({ state, faults }: LedgerDelivery): boolean {
  return state === 'refused' && faults.some(({ code }) => code.startsWith('control-'));
}

function greatest(instants: readonly string[]): string | null {
  return instants.reduce<string | null>(
    (most, one) => (most === null || BigInt(one) > BigInt(most) ? one : most),
    null,
  );
}

function notesOf({ findings }: LedgerEntry): string[] {
  return findings.map(({ message, code }) => `${message} [${code}]`);
}

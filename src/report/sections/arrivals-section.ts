import type { ArrivalLine } from '../../domain/generated/report.js';
import { formatValue } from '../exact-value.js';
import { formatNewYork, formatUtc } from '../format-time.js';
import { mark } from '../mark.js';
import type { Cell, Row, Section, Span } from '../page.js';
import { cutText } from '../visible-text.js';

const verdictMarks: Readonly<Record<ArrivalLine['verdict'], Span>> = {
  complete: mark('complete', 'Complete'),
  incomplete: mark('failed', 'Incomplete'),
  not_due_yet: mark('incomplete', 'Not due yet'),
  nothing_due: { soft: 'Nothing due' },
  no_session: { soft: 'No session' },
};

/** What each feed owed for the day: due, received, late, and what the ledger tells of it. */
export function arrivalsSection(arrivals: readonly ArrivalLine[]): Section {
  const title = 'Arrivals';
  if (arrivals.length === 0) {
    return { title, blocks: [{ kind: 'paragraph', text: 'No feed is known, so that nothing was due.' }] };
  }
  return {
    title,
    blocks: [
      {
        kind: 'table',
        caption:
          'What every feed owed for the day, as the ledger said when this report was made. Received is when the last file that stands was first taken in.',
        columns: [
          { title: 'Feed', as: 'row' },
          { title: 'Verdict' },
          { title: 'Due', as: 'time' },
          { title: 'Received', as: 'time' },
          { title: 'Late', as: 'number' },
        ],
        rows: arrivals.map(arrivalRow),
      },
    ],
  };
}

function arrivalRow({ feed, verdict, due_at_ns, received_at_ns, late_by_ns, notes }: ArrivalLine): Row {
  return [
    { lines: [feed, ...notes.map((note) => ({ small: cutText(note, 400) }))] },
    verdictMarks[verdict],
    instant(due_at_ns),
    instant(received_at_ns),
    late_by_ns === null ? '–' : mark('findings', formatValue(late_by_ns, 'ns')),
  ];
}

function instant(instant_ns: string | null): Cell {
  if (instant_ns === null) return '–';
  return { lines: [formatNewYork(instant_ns), { small: formatUtc(instant_ns) }] };
}

import type { ArrivalLine, ArrivalTotals, FileCounts, Report } from '../../domain/generated/report.js';
import { counted } from '../counted.js';
import { formatCount } from '../exact-value.js';
import { mark } from '../mark.js';
import type { Block, Cell, Row, Section, Span } from '../page.js';
import { cutText } from '../visible-text.js';
import { arrivalTimes } from './arrival-times.js';
import { lateText, takenIn } from './arrival-words.js';

const verdictMarks: Readonly<Record<ArrivalLine['verdict'], Span>> = {
  complete: mark('complete', 'Complete'),
  incomplete: mark('failed', 'Incomplete'),
  not_due_yet: mark('incomplete', 'Not due yet'),
  nothing_due: { soft: 'Nothing due' },
  no_session: { soft: 'No session' },
};

/** What each feed owed for the day: due, received, late, and what the ledger tells of it. */
export function arrivalsSection({
  arrivals,
  arrival_totals,
  trade_date,
}: Pick<Report, 'arrivals' | 'arrival_totals' | 'trade_date'>): Section {
  const title = 'Deliveries against the ledger';
  if (arrivals.length === 0) {
    return { title, blocks: [{ kind: 'paragraph', text: 'No feed is known, so that nothing was due.' }] };
  }
  const figure = arrivalTimes(arrivals, trade_date);
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
          { title: 'Files' },
          { title: 'Control breaks', as: 'number' },
        ],
        rows: arrivals.map(arrivalRow),
        total: totalRow(arrival_totals),
      },
      ...notesOf(arrivals),
      ...(figure === null ? [] : [figure]),
    ],
  };
}

/** What the ledger tells of feeds, each thing in a row of its own. */
function notesOf(arrivals: readonly ArrivalLine[]): Block[] {
  const rows = arrivals.flatMap(({ feed, notes }) => notes.map((note): Row => [feed, cutText(note, 400)]));
  if (rows.length === 0) return [];
  return [
    {
      kind: 'table',
      caption: 'What the ledger tells of them, gaps first',
      columns: [{ title: 'Feed', as: 'row' }, { title: 'Finding' }],
      rows,
    },
  ];
}

function arrivalRow(line: ArrivalLine): Row {
  const { feed, verdict, due_at_ns, received_at_ns, late_by_ns } = line;
  return [
    feed,
    verdictMarks[verdict],
    takenIn(due_at_ns),
    takenIn(received_at_ns),
    late_by_ns === null ? '–' : mark('findings', lateText(BigInt(late_by_ns))),
    filesCell(line.files),
    breaksCell(line),
  ];
}

function totalRow(totals: ArrivalTotals): Row {
  const { feeds, due, complete, incomplete, missing, late, late_files, files } = totals;
  return [
    `${counted(feeds, 'feed')}, ${formatCount(due)} due`,
    `${formatCount(complete)} complete, ${formatCount(incomplete)} incomplete`,
    missing === 0 ? 'none missing' : `${formatCount(missing)} with files missing`,
    counted(files.received, 'file'),
    late === 0 ? '–' : `${counted(late_files, 'file')} of ${counted(late, 'feed')}`,
    filesCell(files),
    breaksCell(totals),
  ];
}

function filesCell({ received, replaced, refused, duplicate }: FileCounts): Cell {
  const others = [
    replaced > 0 ? `${formatCount(replaced)} replaced` : '',
    refused > 0 ? `${formatCount(refused)} refused` : '',
    duplicate > 0 ? `${formatCount(duplicate)} sent twice` : '',
  ].filter((text) => text !== '');
  return {
    lines: [
      received === 0 ? '–' : `${formatCount(received)} received`,
      ...others.map((small) => ({ small })),
    ],
  };
}

function breaksCell({
  control_breaks,
  controls_checked,
  files,
}: Pick<ArrivalLine, 'control_breaks' | 'controls_checked' | 'files'>): Cell {
  if (files.received + files.replaced + files.refused + files.duplicate === 0) return '–';
  const checked = { small: `${counted(controls_checked, 'total')} checked` };
  return { lines: [control_breaks === 0 ? '0' : mark('failed', formatCount(control_breaks)), checked] };
}

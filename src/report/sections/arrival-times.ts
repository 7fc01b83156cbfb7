import type { ArrivalLine, ArrivedFile } from '../../domain/generated/report.js';
import { timeAxis } from '../alert/time-axis.js';
import type { PlotChart, PlotMark } from '../charts/chart.js';
import { formatCount } from '../exact-value.js';
import { compareArrival } from '../list-arrivals.js';
import { mark } from '../mark.js';
import { moreOf } from '../more-of.js';
import type { Cell, Figure, Row, Span } from '../page.js';
import { cutText } from '../visible-text.js';
import { lateText, takenIn, timeTicks } from './arrival-words.js';

const mostFiles = 200;
const laneHeight = 26;

const kinds = [
  { name: 'due', shape: 'bar' },
  { name: 'late', shape: 'diamond' },
  { name: 'in time', shape: 'circle' },
  { name: 'refused', shape: 'cross' },
  { name: 'replaced, or sent twice', shape: 'square' },
] as const;
const kind = { due: 0, late: 1, inTime: 2, refused: 3, other: 4 } as const;

interface FeedFile extends ArrivedFile {
  readonly feed: string;
}

/** When the files of a day were taken in, against when they were due, a lane for each feed; null for fewer than two files. */
export function arrivalTimes(arrivals: readonly ArrivalLine[], tradeDate: string): Figure | null {
  const files = arrivals.flatMap(({ feed, deliveries }) => deliveries.map((file) => ({ feed, ...file })));
  if (files.length < 2) return null;
  const shown = gravestOf(files);
  return {
    kind: 'figure',
    title: 'Files by time of arrival',
    description:
      'A lane for each feed that owed or sent a file: a bar where it was due, and a mark where each file was taken in, by New York time. Long pauses are cut out of the axis. The table below has the times.',
    drawing: lanes(arrivals, shown, tradeDate),
    data: {
      kind: 'table',
      caption: [
        'Every file that came, as the ledger said when this report was made, in the order in which they were taken in',
        ...moreOf(
          `; of ${formatCount(files.length)}, `,
          files.length - shown.length,
          'report document, in time and whole',
        ),
      ],
      columns: [
        { title: 'File and feed', as: 'row' },
        { title: 'Taken in', as: 'time' },
        { title: 'Late', as: 'number' },
        { title: 'State' },
        { title: 'Records', as: 'number' },
        { title: 'Rejected', as: 'number' },
      ],
      rows: shown.map(fileRow),
    },
  };
}

/** The files in the order of arrival; of more than can be shown, those that are late or do not stand before others. */
function gravestOf(files: readonly FeedFile[]): FeedFile[] {
  const rank = (file: FeedFile): number => (kindOf(file) === kind.inTime ? 1 : 0);
  return [...files]
    .sort((left, right) => rank(left) - rank(right) || compareArrival(left, right))
    .slice(0, mostFiles)
    .sort(compareArrival);
}

function kindOf({ state, late_by_ns }: ArrivedFile): number {
  if (state === 'refused') return kind.refused;
  if (state !== 'received') return kind.other;
  return late_by_ns === null ? kind.inTime : kind.late;
}

function lanes(arrivals: readonly ArrivalLine[], files: readonly FeedFile[], tradeDate: string): PlotChart {
  const shown = arrivals.filter(
    ({ due, due_at_ns, deliveries }) => deliveries.length > 0 || (due === 'daily' && due_at_ns !== null),
  );
  // Two units for each lane, so that the first and the last stand half a lane from the edge.
  const laneOf = new Map(shown.map(({ feed }, at) => [feed, BigInt(2 * (shown.length - at) - 1)]));
  const dues = shown.flatMap(({ feed, due, due_at_ns }): PlotMark[] =>
    due_at_ns === null || due !== 'daily'
      ? []
      : [{ series: kind.due, x: BigInt(due_at_ns), y: laneOf.get(feed) ?? 0n }],
  );
  const marks = files.map(
    (file): PlotMark => ({
      series: kindOf(file),
      x: BigInt(file.received_at_ns),
      y: laneOf.get(file.feed) ?? 0n,
    }),
  );
  const parts = timeAxis([...dues, ...marks].map(({ x }) => x));
  return {
    ...{ kind: 'plot', height: laneHeight * shown.length },
    x: {
      title: 'New York time',
      ticks: timeTicks(
        [...dues, ...marks].map(({ x }) => x),
        parts,
        tradeDate,
      ),
      parts,
    },
    y: {
      title: '',
      ticks: [
        { at: 0n, label: '' },
        ...shown.map(({ feed }) => ({ at: laneOf.get(feed) ?? 0n, label: cutText(feed, 40) })),
        { at: BigInt(2 * shown.length), label: '' },
      ],
    },
    series: kinds,
    marks: [...dues, ...marks],
  };
}

const stateMarks: Readonly<Record<ArrivedFile['state'], Span>> = {
  received: mark('complete', 'Stands'),
  replaced: { soft: 'Replaced' },
  refused: mark('failed', 'Refused'),
  duplicate: { soft: 'Sent twice' },
};

function fileRow({ file, feed, received_at_ns, late_by_ns, state, read, rejected }: FeedFile): Row {
  const count = (records: number | null): Cell => (records === null ? '–' : formatCount(records));
  return [
    { lines: [cutText(file, 200), { small: feed }] },
    takenIn(received_at_ns),
    late_by_ns === null ? '–' : mark('findings', lateText(BigInt(late_by_ns))),
    stateMarks[state],
    count(read),
    count(rejected),
  ];
}

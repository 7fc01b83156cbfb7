import type { ArrivalLine } from '../../domain/generated/report.js';
import { timeAxis } from '../alert/time-axis.js';
import { spreadTicks } from '../charts/spread-ticks.js';
import { formatCount } from '../exact-value.js';
import { compareArrival } from '../list-arrivals.js';
import { moreOf } from '../more-of.js';
import type { Figure } from '../page.js';
import { cutText } from '../visible-text.js';
import { takenIn, timeTicks } from './arrival-words.js';

const mostFiles = 200;

/** The rejected records of the files that stand, added up as the files came; null unless files with any came at two times or more. */
export function rejectsByTime(arrivals: readonly ArrivalLine[], tradeDate: string): Figure | null {
  let so_far = 0;
  const files = arrivals
    .flatMap(({ feed, deliveries }) =>
      deliveries.map((file) => ({ feed, ...file, rejected: file.rejected ?? 0 })),
    )
    .filter(({ state, rejected }) => state === 'received' && rejected > 0)
    .sort(compareArrival)
    .map((file) => {
      so_far += file.rejected;
      return { ...file, so_far };
    });
  if (new Set(files.map(({ received_at_ns }) => received_at_ns)).size < 2) return null;
  const most = [...files].sort((left, right) => right.rejected - left.rejected).slice(0, mostFiles);
  const shown = files.filter((file) => most.includes(file));
  const points = shown.map((file) => ({ x: BigInt(file.received_at_ns), y: BigInt(file.so_far) }));
  const times = points.map(({ x }) => x);
  const parts = timeAxis(times);
  return {
    kind: 'figure',
    title: 'Rejected records by time of arrival',
    description: `A line that rises with each file by its rejected records, up to ${formatCount(so_far)}, by the New York time at which the files were taken in. Long pauses are cut out of the axis. The table below has the counts.`,
    drawing: {
      ...{ kind: 'plot', height: 160 },
      x: { title: 'New York time', ticks: timeTicks(times, parts, tradeDate), parts },
      y: {
        title: 'rejected records so far',
        ticks: spreadTicks([0n, ...points.map(({ y }) => y)], 0.12).map((at) => ({
          at,
          label: formatCount(Number(at)),
        })),
      },
      series: [],
      marks: [],
      steps: [{ name: 'rejected records so far', points: [{ x: parts[0]?.from ?? 0n, y: 0n }, ...points] }],
    },
    data: {
      kind: 'table',
      caption: [
        'Files that stand and have rejected records, in the order in which they were taken in',
        ...moreOf('; those with the most are shown, ', files.length - shown.length, 'report document'),
      ],
      columns: [
        { title: 'File and feed', as: 'row' },
        { title: 'Taken in', as: 'time' },
        { title: 'Rejected', as: 'number' },
        { title: 'So far', as: 'number' },
      ],
      rows: shown.map(({ file, feed, received_at_ns, rejected, so_far: all }) => [
        { lines: [cutText(file, 200), { small: feed }] },
        takenIn(received_at_ns),
        formatCount(rejected),
        formatCount(all),
      ]),
    },
  };
}

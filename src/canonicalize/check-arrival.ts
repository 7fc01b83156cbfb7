import { isZone } from '../domain/zoned-time.js';
import { type FeedProblem, feedProblem } from './feed-problem.js';
import type { UncheckedFeed } from './unchecked-feed.js';

/** What is wrong with when and how a feed's files are due. */
export function checkArrival({ spec, calendars, yaml }: UncheckedFeed): FeedProblem[] {
  const { arrives, file } = spec;
  const counted = file.includes('{sequence}') || file.includes('{part}');
  const lacks = [
    { key: 'files', needs: '{part} or {sequence} in file', met: (arrives.files ?? 1) === 1 || counted },
    { key: 'sequence', needs: '{sequence} in file', met: file.includes('{sequence}') },
    { key: 'early_close_by', needs: 'arrives.calendar', met: arrives.calendar !== undefined },
  ].filter(({ key, met }) => key in arrives && !met);
  return [
    ...(isZone(arrives.zone)
      ? []
      : [feedProblem('feed-zone-unknown', yaml.placeOf(['arrives', 'zone']), { zone: arrives.zone })]),
    ...(arrives.calendar === undefined || calendars.includes(arrives.calendar)
      ? []
      : [
          feedProblem('feed-calendar-unknown', yaml.placeOf(['arrives', 'calendar']), {
            calendar: arrives.calendar,
            known: calendars,
          }),
        ]),
    ...lacks.map(({ key, needs }) =>
      feedProblem('feed-arrival-incomplete', yaml.placeOfKey(['arrives', key]), { key, needs }),
    ),
  ];
}

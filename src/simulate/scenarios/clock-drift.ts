import type { LabelledCase } from '../labelled-case.js';
import type { Imid } from '../market-accounts.js';
import type { Order, OrderEvent } from '../order-event.js';
import { nanosPerSecond } from '../trading-day.js';
import { brokerOfCase, isOfBroker } from './broker-case.js';
import { type Casting, openCase, type Scenario, type Scene } from './scenario.js';

const millisecond = nanosPerSecond / 1_000;
/** In which the clock leaves the right time, and comes back to it, steadily, so that no event overtakes another one. */
const slew = 5 * nanosPerSecond;
const fewestFills = 10;

/** How late the clock is, and the share of the broker's fills of which it tells the time then, in hundredths. */
const sizes = {
  blatant: { late_ns: 400 * millisecond, percent: 100 },
  plain: { late_ns: 120 * millisecond, percent: 4 },
  slight: { late_ns: 51 * millisecond, percent: 1 },
} as const;
const within = { late_ns: 49 * millisecond, percent: 100 } as const;

/** A broker whose clock runs late for a while, but for the orders of other cases; or all day, within the tolerance. One case a broker. */
export const clockDrift: Scenario = {
  pattern: 'clock-drift',
  twins: 1,
  events: () => 0,
  on_request: true,
  plan(scene: Scene, casting: Casting): LabelledCase {
    const { abusive, intensity } = casting;
    const story = abusive
      ? "A broker's clock runs late by more than the tolerance while it reports fills."
      : "A broker's clock runs late all day, within the tolerance.";
    const labelled = openCase(casting, { kind: 'clock-drift', story, accounts: [] });
    const imid = brokerOfCase(casting);
    if (imid !== undefined)
      scene.reports.push((events, isOfCase) =>
        tellLate(events, { labelled, imid, isOfCase, ...(abusive ? sizes[intensity] : within) }),
      );
    return labelled;
  },
};

type Drift = {
  readonly labelled: LabelledCase;
  readonly imid: Imid;
  readonly isOfCase: (order: Order) => boolean;
  readonly late_ns: number;
  readonly percent: number;
};

function tellLate(events: readonly OrderEvent[], drift: Drift): readonly OrderEvent[] {
  const { labelled, imid, isOfCase, late_ns, percent } = drift;
  const all = events.filter((event) => isOfBroker(event, imid) && event.event_type === 'fill');
  const own = all.filter(({ order }) => !isOfCase(order));
  const wanted = Math.max(fewestFills, Math.ceil((all.length * percent) / 100));
  const late = percent === 100 ? own : own.slice(-wanted);
  const [first, last] = [late[0], late.at(-1)];
  if (first === undefined || last === undefined || late.length < fewestFills) return events;
  if (percent < 100 && late.length < wanted) return events;
  const span = { first_ns: first.ts_ns, last_ns: last.ts_ns };
  labelled.broker = imid;
  labelled.span = span;
  labelled.came_about = true;
  return events
    .map((event) => {
      if (!isOfBroker(event, imid) || isOfCase(event.order)) return event;
      return { ...event, ts_ns: event.ts_ns + latenessAt(event.ts_ns, { ...span, late_ns }) };
    })
    .sort((left, right) => left.ts_ns - right.ts_ns);
}

function latenessAt(
  ts_ns: number,
  { first_ns, last_ns, late_ns }: { first_ns: number; last_ns: number; late_ns: number },
): number {
  const away = Math.max(first_ns - ts_ns, ts_ns - last_ns, 0);
  return away >= slew ? 0 : Math.floor((late_ns * (slew - away)) / slew);
}

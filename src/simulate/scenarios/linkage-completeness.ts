import type { LabelledCase } from '../labelled-case.js';
import type { Imid } from '../market-accounts.js';
import type { Order, OrderEvent } from '../order-event.js';
import { brokerOfCase, isOfBroker } from './broker-case.js';
import { type Casting, openCase, type Scenario, type Scene } from './scenario.js';

/** Events without their order's entry in hundredths of those that name an order; more than 5 are abuse. */
const shares = { blatant: 25, plain: 10, slight: 5 } as const;
const fewestUnlinked = 10;

/** A broker that leaves out the entries of orders, but for those of other cases; or of no more than may be. One case a broker. */
export const linkageCompleteness: Scenario = {
  pattern: 'linkage-completeness',
  twins: 1,
  events: () => 0,
  on_request: true,
  plan(scene: Scene, casting: Casting): LabelledCase {
    const { abusive, intensity } = casting;
    const story = abusive
      ? 'A broker reports what became of orders, and not that they were entered.'
      : 'A broker leaves out the entries of some orders, no more than may be.';
    const labelled = openCase(casting, { kind: 'linkage-completeness', story, accounts: [] });
    const imid = brokerOfCase(casting);
    const percent = abusive ? shares[intensity] : shares.slight;
    if (imid !== undefined)
      scene.reports.push((events, isOfCase) => leaveOut(events, { labelled, imid, isOfCase, percent }));
    return labelled;
  },
};

type Gap = {
  readonly labelled: LabelledCase;
  readonly imid: Imid;
  readonly isOfCase: (order: Order) => boolean;
  readonly percent: number;
};

function leaveOut(events: readonly OrderEvent[], gap: Gap): readonly OrderEvent[] {
  const { labelled, imid, percent } = gap;
  const naming = events.filter((event) => isOfBroker(event, imid) && namesOrder(event));
  const missing = chooseOrders(naming, { ...gap, most: (naming.length * percent) / 100 });
  const gone = naming.filter(({ order }) => missing.has(order));
  const [first, last] = [gone[0], gone.at(-1)];
  const isAbuse = gone.length * 100 > naming.length * percent;
  if (first === undefined || last === undefined || gone.length < fewestUnlinked) return events;
  if (labelled.abusive !== isAbuse) return events;
  labelled.broker = imid;
  labelled.span = { first_ns: first.ts_ns, last_ns: last.ts_ns };
  labelled.came_about = true;
  return events.filter(({ event_type, order }) => event_type !== 'new' || !missing.has(order));
}

/** Orders without relatives, the first of the day, until their later events are just more than `most`; on a twin just no more. */
function chooseOrders(
  naming: readonly OrderEvent[],
  { labelled, isOfCase, most }: Gap & { readonly most: number },
): ReadonlySet<Order> {
  const following = new Map<Order, number>();
  for (const { order } of naming) following.set(order, (following.get(order) ?? 0) + 1);
  const parents = new Set(naming.flatMap(({ order }) => order.parent ?? []));
  const isAlone = (order: Order) => order.sender === '' && order.parent === undefined && !parents.has(order);
  const chosen = new Set<Order>();
  let unlinked = 0;
  for (const [order, count] of following) {
    const isEnough = labelled.abusive ? unlinked > most : unlinked + count > most;
    if (isEnough || isOfCase(order) || !isAlone(order)) continue;
    chosen.add(order);
    unlinked += count;
  }
  return chosen;
}

/** An order's later events name it, a child its parent. */
function namesOrder({ event_type, order }: OrderEvent): boolean {
  return event_type === 'new' || event_type === 'accept' ? order.parent !== undefined : true;
}

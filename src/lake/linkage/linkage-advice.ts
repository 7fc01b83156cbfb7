import type { LinkageError } from '../../domain/generated/linkage-error.js';

/** What to do about an error, in a sentence; one for each category and reason that linkage gives. */
export function linkageAdvice({ category, reason }: Pick<LinkageError, 'category' | 'reason'>): string {
  const advice: Readonly<Record<string, string>> = advices[category];
  return advice[reason] ?? advice['other'] ?? '';
}

const routeAdvice = {
  'not-found':
    'ask the other party whether and under which routed id it reported; the lower code is a guess until its file is seen',
  'event-date':
    'both parties report the route under one event date: a route over midnight needs the same date on both sides',
  sender: 'agree with the other party who sent it, and correct the side that is wrong',
  receiver: 'agree with the other party who received it, and correct the side that is wrong',
  symbol: 'compare the symbols on both sides and correct the wrong one',
  several: 'compare the nearest event: several fields differ, so it may be another route altogether',
  repeated: 'give every route of the day a routed id of its own and send corrections',
} as const;

const advices = {
  'exact-duplicate': { other: 'nothing: one copy is kept; find out why the record came twice' },
  'key-duplicate': { other: 'give each its own id and send corrections: all that bear the key are refused' },
  ingestion: {
    'destination-absent': 'send a correction with the destination of the route',
    'own-key': 'send a correction with the right parent or prior order id, or without one',
    'own-route': 'send a correction with the right sender and destination',
  },
  intrafirm: {
    'not-found':
      'look for the event that gives the key: rejected (quarantine list), not delivered (ledger), or under another id',
    refused: 'correct the repeated key first: this event names one that was refused',
  },
  sequence: { other: 'compare the clocks that made both events, and correct the time that is wrong' },
  account: {
    'not-found': 'report the account, or correct the id on the order',
    pending: 'replace the placeholder by the account opened since',
  },
  cycle: { other: 'correct the ids: each of these orders comes from the other' },
  leaves: {
    other:
      'compare fills and cancels of the order with its reported leaves: an event is missing or counts twice',
  },
  allocation: {
    other: 'look for the fill that the allocation names: rejected, not delivered, or under another id',
  },
  trade: {
    'not-found': 'check the identifier on the fill against the trade report',
    venue: 'check the market on the fill against the trade report',
    symbol: 'check the symbol on the fill against the trade report',
    several: 'check the fill against the trade report: several fields differ',
    repeated: 'the print itself stands twice: ask who reported it',
  },
  exchange: routeAdvice,
  interfirm: routeAdvice,
} as const satisfies Record<LinkageError['category'], Readonly<Record<string, string>>>;

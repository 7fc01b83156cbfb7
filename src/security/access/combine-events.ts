import type { TrailEvent } from './trail-event.js';

/** Events, each action once, with the counts of what was put together: read = events + all counts. */
export type CombinedEvents = {
  events: TrailEvent[];
  /** The same event id again: CloudTrail delivers at least once. */
  duplicates: number;
  /** The same action in the trails of other accounts. */
  shared: number;
  /** Addenda that completed an event. */
  updates: number;
};

/**
 * Each action once.
 *
 * An UPDATED_DATA addendum completes its original: what it says replaces what the original said, under the original's id.
 * Of copies with one `sharedEventID` the one with the least event id stays. A DELIVERY_DELAY is an event like any other.
 */
export function combineEvents(read: readonly TrailEvent[]): CombinedEvents {
  const unique = new Map<string, TrailEvent>();
  for (const event of read) if (!unique.has(event.event_id)) unique.set(event.event_id, event);
  const duplicates = read.length - unique.size;
  const updates = applyUpdates(unique);
  const single = [...unique.values()].filter(({ shared_event_id }) => shared_event_id === null);
  const actions = new Map<string, TrailEvent>();
  for (const event of unique.values()) {
    if (event.shared_event_id === null) continue;
    const standing = actions.get(event.shared_event_id);
    if (standing === undefined || event.event_id < standing.event_id)
      actions.set(event.shared_event_id, event);
  }
  const events = [...single, ...actions.values()];
  return { events, duplicates, shared: unique.size - events.length, updates };
}

/** Completes events by their addenda, which go; says how many went. */
function applyUpdates(unique: Map<string, TrailEvent>): number {
  const addenda = [...unique.values()].filter(({ addendum_reason }) => addendum_reason === 'UPDATED_DATA');
  let updates = 0;
  for (const update of addenda) {
    const original = unique.get(update.original_event_id ?? '');
    if (original === undefined || original === update) continue;
    unique.delete(update.event_id);
    unique.set(original.event_id, completed(original, update));
    updates += 1;
  }
  return updates;
}

/** The original with every value that the addendum has; it stays where it was recorded. */
function completed(original: TrailEvent, update: TrailEvent): TrailEvent {
  const said = Object.entries(update).filter(([, value]) => value !== null);
  const { event_id, log_bucket, log_key, log_record } = original;
  return {
    ...original,
    ...(Object.fromEntries(said) as Partial<TrailEvent>),
    ...{ event_id, log_bucket, log_key, log_record },
  };
}

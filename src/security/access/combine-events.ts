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
  const { events, updates } = applyUpdates(unique);
  const actions = new Map<string, TrailEvent>();
  for (const event of events) {
    const action = event.shared_event_id ?? event.event_id;
    const standing = actions.get(action);
    if (standing === undefined || event.event_id < standing.event_id) actions.set(action, event);
  }
  return {
    events: [...actions.values()],
    duplicates: read.length - unique.size,
    shared: events.length - actions.size,
    updates,
  };
}

function applyUpdates(unique: ReadonlyMap<string, TrailEvent>): { events: TrailEvent[]; updates: number } {
  const events = new Map(unique);
  let updates = 0;
  for (const update of unique.values()) {
    const { original_event_id } = update;
    if (update.addendum_reason !== 'UPDATED_DATA' || original_event_id === null) continue;
    const original = events.get(original_event_id);
    if (original === undefined || original_event_id === update.event_id) continue;
    events.delete(update.event_id);
    events.set(original_event_id, completed(original, update));
    updates += 1;
  }
  return { events: [...events.values()], updates };
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

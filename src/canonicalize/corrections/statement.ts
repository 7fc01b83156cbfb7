/** What a record says of the feed's data: that a row stands, that it takes the place of another, or that one goes. */
export type Statement = {
  action: 'new' | 'replace' | 'replace-or-add' | 'delete';
  /** Dataset of its row; empty where it deletes. */
  dataset: string;
  /** Of its row; null where it deletes. */
  event_id: string | null;
  /** Text of its own key; null on a record that deletes and has none. */
  key: string | null;
  /** Text of the key of the record that it replaces or deletes; null on a new one. */
  target_key: string | null;
  /** Hash of its row's content; null where it deletes. */
  content: string | null;
  line: number;
  offset: number;
};

/** A row of another delivery that stands when the statements of a delivery are looked at. */
export type StandingRow = {
  dataset: string;
  event_id: string;
  content: string;
  /** Number of the file that it stands in. */
  file: number;
  source_byte_offset: number;
  /** Whether the corrections of another delivery remember what said it; otherwise a new record did. */
  remembered: boolean;
};

/** By what a statement that is sent again is known. */
export function identityOf(said: Omit<Statement, 'line' | 'offset'>): string {
  const { action, dataset, event_id, key, target_key, content } = said;
  return JSON.stringify([action, dataset, event_id, key, target_key, content]);
}

/** The date and the key's text in an event id, `feed:date:key`. */
export function partsOfEventId(event_id: string): { date: string; key: string } {
  const [, date = '', ...key] = event_id.split(':');
  return { date, key: key.join(':') };
}

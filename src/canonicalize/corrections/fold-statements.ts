import { identityOf, partsOfEventId, type StandingRow, type Statement } from './statement.js';

/** What is known before the first statement of a delivery. */
export type Known = {
  standing: readonly StandingRow[];
  /** Identities of what earlier deliveries said of the keys concerned. */
  said: ReadonlySet<string>;
  /** Content of rows that later deliveries have put under an event id, where this one is read once more. */
  later: ReadonlyMap<string, string>;
  /** Event ids that corrections of later deliveries are about. */
  corrected_later: ReadonlySet<string>;
  /** Offsets of records of this delivery of which later corrections took the rows. */
  corrected_offsets: ReadonlySet<number>;
  /** First trade date on which a target is looked for. */
  earliest: string;
};

/** Why a statement had no effect and went to the quarantine. */
export type Refused =
  | { statement: Statement; why: 'reused'; first_line: number }
  | { statement: Statement; why: 'missing' }
  | { statement: Statement; why: 'ambiguous'; dates: string[] };

/** An accepted statement, and the row that it took away. */
export type Effect = { statement: Statement; removed: Row | null };

/** A row that stands: of another delivery, or of a statement of this one. */
export type Row = {
  dataset: string;
  event_id: string;
  content: string;
  stood: StandingRow | null;
  said: Statement | null;
};

/**
 * Takes the statements of one delivery in the order of its file and tells what stands after them.
 *
 * What was said before changes nothing, however often it is said; a correction is about what stands at its place.
 */
export class StatementFold {
  effects: Effect[] = [];
  readonly refused: Refused[] = [];
  readonly duplicates: Statement[] = [];
  readonly #known: Known;
  readonly #said = new Set<string>();
  readonly #rows = new Map<string, Row[]>();
  /** The last statement about each key, and whether it repeats what was said before. */
  readonly #last = new Map<string, { statement: Statement; repeats: boolean }>();

  constructor(known: Known) {
    this.#known = known;
    for (const stood of known.standing) {
      const { dataset, event_id, content, remembered } = stood;
      this.#place({ dataset, event_id, content, stood, said: null });
      const { key } = partsOfEventId(event_id);
      const said = { action: 'new', dataset, event_id, key, target_key: null, content } as const;
      if (!remembered) this.#said.add(identityOf(said));
    }
  }

  take(statement: Statement): void {
    const identity = identityOf(statement);
    const repeats = this.#known.said.has(identity) || this.#said.has(identity);
    this.#last.set(statement.target_key ?? statement.key ?? '', { statement, repeats });
    if (repeats) this.duplicates.push(statement);
    else if (this.#apply(statement)) this.#said.add(identity);
  }

  /**
   * Ends the delivery: a row of it under whose event id a later delivery has put one, without correcting it, does not stand.
   */
  finish(): void {
    const { later, corrected_later, corrected_offsets } = this.#known;
    const rows = new Set([...this.#rows.values()].flat().flatMap(({ said }) => said ?? []));
    const loses = ({ statement }: Effect): boolean =>
      rows.has(statement) &&
      later.has(statement.event_id ?? '') &&
      !corrected_later.has(statement.event_id ?? '') &&
      !corrected_offsets.has(statement.offset);
    for (const { statement } of this.effects.filter(loses)) {
      if (later.get(statement.event_id ?? '') === statement.content) this.duplicates.push(statement);
      else this.#refuse({ statement, why: 'reused', first_line: 0 });
    }
    this.effects = this.effects.filter((effect) => !loses(effect));
  }

  /** How many keys were last spoken of by a repeated statement that does not say what stands. */
  stale(): number {
    return [...this.#last.values()].filter(({ statement, repeats }) => repeats && !this.#holds(statement))
      .length;
  }

  /** Whether a statement was accepted. */
  #apply(statement: Statement): boolean {
    if (statement.target_key === null) return this.#add(statement, null);
    const targets = this.#targets(statement, statement.target_key);
    const [target] = targets;
    if (target === undefined) {
      return statement.action === 'replace-or-add'
        ? this.#add(statement, null)
        : this.#refuse({ statement, why: 'missing' });
    }
    if (targets.length > 1) {
      const dates = targets.map(({ event_id }) => partsOfEventId(event_id).date).sort();
      return this.#refuse({ statement, why: 'ambiguous', dates });
    }
    if (statement.action !== 'delete') return this.#add(statement, target);
    this.#remove(target);
    this.effects.push({ statement, removed: target });
    return true;
  }

  /** Puts the row of a statement where nothing stands but what it takes the place of. */
  #add(statement: Statement, target: Row | null): boolean {
    const row = rowOf(statement);
    const before = this.#under(row.dataset, row.event_id);
    const same = before !== undefined && before.content === row.content;
    if (same && (target === null || target === before)) {
      this.duplicates.push(statement);
      return false;
    }
    if (before !== undefined && before !== target) {
      return this.#refuse({ statement, why: 'reused', first_line: before.said?.line ?? 0 });
    }
    if (target !== null) this.#remove(target);
    this.#place(row);
    this.effects.push({ statement, removed: target });
    return true;
  }

  /** Rows that may be meant by a target; the one with the statement's own event id before all others. */
  #targets(statement: Statement, key: string): Row[] {
    const rows = (this.#rows.get(key) ?? []).filter(
      ({ dataset, event_id }) =>
        (statement.action === 'delete' || dataset === statement.dataset) &&
        partsOfEventId(event_id).date >= this.#known.earliest,
    );
    const own = rows.find(({ event_id }) => event_id === statement.event_id);
    return own === undefined ? rows : [own];
  }

  #holds(statement: Statement): boolean {
    if (statement.action === 'delete')
      return this.#targets(statement, statement.target_key ?? '').length === 0;
    const row = this.#under(statement.dataset, statement.event_id ?? '');
    return row !== undefined && row.content === statement.content;
  }

  #under(dataset: string, event_id: string): Row | undefined {
    const rows = this.#rows.get(partsOfEventId(event_id).key) ?? [];
    return rows.find((row) => row.dataset === dataset && row.event_id === event_id);
  }

  #place(row: Row): void {
    const { key } = partsOfEventId(row.event_id);
    this.#rows.set(key, [...(this.#rows.get(key) ?? []), row]);
  }

  #remove(row: Row): void {
    const { key } = partsOfEventId(row.event_id);
    this.#rows.set(
      key,
      (this.#rows.get(key) ?? []).filter((one) => one !== row),
    );
  }

  #refuse(refused: Refused): false {
    this.refused.push(refused);
    return false;
  }
}

function rowOf(statement: Statement): Row {
  const { dataset, event_id, content } = statement;
  return { dataset, event_id: event_id ?? '', content: content ?? '', stood: null, said: statement };
}

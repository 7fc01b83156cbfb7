/** A record on paper: a new row, one that takes the place of the row of its key, or one that takes that row away. */
export type PaperRecord = { act: 'new' | 'replace' | 'delete'; key: string; says: number | null };

/** What one manifest says, record by record; a replay says it in place of rejected records of its delivery. */
export type PaperItem = {
  id: string;
  /** Id of the delivery that a replay repairs; null of a delivery. */
  repairs: string | null;
  statements: readonly { record: number; said: PaperRecord }[];
};

/** A row on paper, with the item and the record that it came from. */
export type PaperRow = { key: string; says: number; owner: string; record: number };

export type Verdict = 'row' | 'deletes' | 'rejected' | 'duplicate';

/** What became of an item: its records, and those of its rows that stood when all of them had been read. */
export type PaperOutcome = { verdicts: Map<number, Verdict>; own: PaperRow[]; replacing: number };

/** What stands when items are read one after the other, and what became of each. */
export type PaperDay = { rows: PaperRow[]; outcomes: Map<string, PaperOutcome> };

/**
 * The rules of keys and corrections, as docs/lake.md gives them, on one trade date. A record that was said before changes
 * nothing; one that says nothing (`says` null), contradicts what stands or corrects what does not stand is rejected.
 */
export function foldPaper(items: readonly PaperItem[]): PaperDay {
  const standing = new Map<string, PaperRow>();
  const said = new Set<string>();
  const outcomes = new Map<string, PaperOutcome>();
  for (const item of items) {
    const outcome: PaperOutcome = { verdicts: new Map(), own: [], replacing: 0 };
    outcomes.set(item.id, outcome);
    for (const statement of item.statements) {
      if (item.repairs !== null && !isOpen(outcomes, item, statement.record)) continue;
      outcome.verdicts.set(statement.record, take(standing, said, { item, statement, outcome }));
    }
    outcome.own = [...standing.values()].filter(({ owner }) => owner === item.id);
  }
  return { rows: [...standing.values()], outcomes };
}

/** Whether a record of a delivery is rejected and no replay before this one has settled it. */
function isOpen(outcomes: ReadonlyMap<string, PaperOutcome>, item: PaperItem, record: number): boolean {
  if (outcomes.get(item.repairs ?? '')?.verdicts.get(record) !== 'rejected') return false;
  const before = [...outcomes].filter(([id]) => id !== item.id && id.startsWith(item.repairs ?? ''));
  return before.every(([, { verdicts }]) => (verdicts.get(record) ?? 'rejected') === 'rejected');
}

function take(
  standing: Map<string, PaperRow>,
  said: Set<string>,
  of: { item: PaperItem; statement: PaperItem['statements'][number]; outcome: PaperOutcome },
): Verdict {
  const { record, said: text } = of.statement;
  const { act, key, says } = text;
  const before = standing.get(key);
  const identity = `${act} ${key} ${act === 'delete' ? '' : says}`;
  if (says === null) return 'rejected';
  if (said.has(identity)) return 'duplicate';
  if (act === 'new' && before !== undefined) return before.says === says ? 'duplicate' : 'rejected';
  if (act !== 'new' && before === undefined) return 'rejected';
  if (act === 'replace' && before?.says === says) return 'duplicate';
  said.add(identity);
  standing.delete(key);
  if (act === 'delete') return 'deletes';
  if (act === 'replace') of.outcome.replacing += 1;
  standing.set(key, { key, says, owner: of.item.id, record });
  return 'row';
}

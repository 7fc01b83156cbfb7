import type { DuckDbSession, Row as TableRow } from '../../engine/duckdb-session.js';
import { dateLiteral, duckdbText, identifier } from '../../engine/sql-literal.js';
import type { RecordFault } from '../diagnostics.js';
import { recordFault } from '../framing/record-fault.js';
import { shownKey } from '../mapping/key-text.js';
import {
  type Brought,
  JOURNAL,
  makeCorrectionTables,
  STATEMENTS,
  STOOD,
  takenSince,
} from './correction-tables.js';
import { type Effect, type Known, type Refused, StatementFold } from './fold-statements.js';
import { insertNumbers } from './insert-numbers.js';
import type { PastFiles } from './past-files.js';
import { identityOf, type StandingRow, type Statement } from './statement.js';

/** Accepted statements of the delivery, each with the row that it took: its file (null: of the delivery) and offset. */
export const EFFECTS = identifier('@effects');

/** Which delivery is settled, and on which trade dates the records lie that it may correct. */
export type Correcting = {
  file: string;
  sha256: string;
  trade_date: string;
  position: number;
  /** Days before the trade date; null where only records of the trade date are meant. */
  within: number | null;
};

/** What became of the records about corrected keys; none of them is counted elsewhere. */
export type CorrectionCounts = {
  duplicates: number;
  rejected: number;
  /** Accepted records that took the place of another, that took one away, and that were taken within the delivery. */
  replacing: number;
  deleting: number;
  superseded: number;
  /** Rows of other deliveries that were replaced and taken away. */
  rows_replaced: number;
  rows_deleted: number;
  /** Keys of which the delivery repeats what was corrected since. */
  stale: number;
};

export type SettledCorrections = {
  counts: CorrectionCounts;
  /** The rejected ones, in the order of the file. */
  faults: RecordFault[];
  /** Offsets of records that become no row, though they were valid. */
  unwritten: number[];
};

/**
 * Settles what a delivery says of keys that were ever corrected, in the order of its file, beside what was said before.
 *
 * Leaves `@journal`, `@statements`, `@stood` and `@effects` in the session.
 */
export async function settleCorrections(
  session: DuckDbSession,
  source: { brought: Brought; past: PastFiles },
  delivery: Correcting,
): Promise<SettledCorrections> {
  await makeCorrectionTables(session, source.brought, source.past);
  await session.run(
    `DELETE FROM ${STOOD} AS r WHERE NOT r.later AND ${takenSince({ position: 'r.position', trade_date: 'r.trade_date', dataset: 'r.dataset', until: delivery.position })}`,
  );
  const fold = new StatementFold(await known(session, delivery));
  for await (const rows of session.batches(`SELECT * FROM ${STATEMENTS} ORDER BY source_byte_offset`)) {
    for (const row of rows) fold.take(toStatement(row));
  }
  fold.finish();
  await writeEffects(session, fold.effects);
  const taken = fold.effects.flatMap(({ removed }) => removed?.said ?? []);
  const refused = fold.refused.map((one) => faultOf(one, delivery));
  return {
    counts: countsOf(fold, taken.length),
    faults: refused.sort((left, right) => (left.at.byte_offset ?? 0) - (right.at.byte_offset ?? 0)),
    unwritten: [...fold.duplicates, ...fold.refused.map(({ statement }) => statement), ...taken].map(
      ({ offset }) => offset,
    ),
  };
}

async function known(session: DuckDbSession, delivery: Correcting): Promise<Known> {
  const { position, sha256, trade_date, within } = delivery;
  const stood = (await session.rows(`SELECT * FROM ${STOOD}`)).map(toStandingRow);
  const before = `NOT gone AND position < ${position}`;
  const after = `NOT gone AND position > ${position}`;
  const own = `removed_sha256 = ${duckdbText(sha256)} AND removed_trade_date = ${dateLiteral(trade_date)}`;
  const said = await session.rows(`SELECT * FROM ${JOURNAL} WHERE ${before}`);
  const corrected = await session.rows(
    `SELECT removed_event_id AS id FROM ${JOURNAL} WHERE ${after} AND removed_event_id IS NOT NULL`,
  );
  const offsets = await session.rows(
    `SELECT removed_byte_offset AS at FROM ${JOURNAL} WHERE ${after} AND ${own}`,
  );
  return {
    standing: stood.filter(({ later }) => !later),
    said: new Set(said.map((row) => identityOf(toStatement(row)))),
    later: new Map(stood.filter(({ later }) => later).map(({ event_id, content }) => [event_id, content])),
    corrected_later: new Set(corrected.map(({ id }) => String(id))),
    corrected_offsets: new Set(offsets.map(({ at }) => Number(at))),
    earliest: within === null ? trade_date : daysBefore(trade_date, within),
  };
}

function toStatement(row: TableRow): Statement {
  return {
    action: row['action'] as Statement['action'],
    dataset: String(row['dataset']),
    event_id: row['event_id'] as string | null,
    key: row['key'] as string | null,
    target_key: row['target_key'] as string | null,
    content: row['content'] as string | null,
    line: Number(row['source_line']),
    offset: Number(row['source_byte_offset']),
  };
}

function toStandingRow(row: TableRow): StandingRow & { later: boolean } {
  return {
    dataset: String(row['dataset']),
    event_id: String(row['event_id']),
    content: String(row['content']),
    file: Number(row['file']),
    source_byte_offset: Number(row['source_byte_offset']),
    remembered: row['remembered'] === true,
    later: row['later'] === true,
  };
}

function daysBefore(date: string, days: number): string {
  const DAY_MS = 86_400_000;
  return new Date(Date.parse(`${date}T00:00:00Z`) - days * DAY_MS).toISOString().slice(0, 10);
}

/** Numbers alone go into SQL; texts stay in the tables that they came in. */
async function writeEffects(session: DuckDbSession, effects: readonly Effect[]): Promise<void> {
  await session.run(
    `CREATE TABLE ${EFFECTS} (source_byte_offset BIGINT, removed_file BIGINT, removed_byte_offset BIGINT)`,
  );
  await insertNumbers(
    session,
    EFFECTS,
    effects.map(({ statement, removed }) => [
      statement.offset,
      removed?.stood?.file ?? null,
      removed?.stood?.source_byte_offset ?? removed?.said?.offset ?? null,
    ]),
  );
}

function countsOf(fold: StatementFold, superseded: number): CorrectionCounts {
  const { effects } = fold;
  const deletes = effects.filter(({ statement }) => statement.action === 'delete');
  const replaces = effects.filter(
    ({ statement, removed }) => statement.action !== 'delete' && removed !== null,
  );
  const ofOthers = ({ removed }: Effect): boolean => removed !== null && removed.stood !== null;
  return {
    duplicates: fold.duplicates.length,
    rejected: fold.refused.length,
    replacing: replaces.length,
    deleting: deletes.length,
    superseded,
    rows_replaced: replaces.filter(ofOthers).length,
    rows_deleted: deletes.filter(ofOthers).length,
    stale: fold.stale(),
  };
}

function faultOf(refused: Refused, { file, trade_date, within }: Correcting): RecordFault {
  const { line, offset, action, key, target_key } = refused.statement;
  const at = { file, line, byte_offset: offset };
  const target = shownKey(target_key ?? '');
  switch (refused.why) {
    case 'reused':
      return recordFault(at, 'key-reused', { key: shownKey(key ?? ''), first_line: refused.first_line });
    case 'ambiguous':
      return recordFault(at, 'correction-target-ambiguous', { key: target, dates: refused.dates });
    case 'missing': {
      const where =
        within === null
          ? `on trade date ${trade_date}`
          : `in the ${within} days before ${trade_date} or on it`;
      return recordFault(at, 'correction-target-missing', { key: target, action, within: where });
    }
  }
}

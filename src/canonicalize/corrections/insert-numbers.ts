import type { DuckDbSession } from '../../engine/duckdb-session.js';
import { bigintLiteral } from '../../engine/sql-literal.js';

const INSERTED = 1000;

/** Inserts rows of whole numbers into a table, in their order; null stays null. */
export async function insertNumbers(
  session: DuckDbSession,
  table: string,
  rows: readonly (readonly (number | null)[])[],
): Promise<void> {
  for (let from = 0; from < rows.length; from += INSERTED) {
    const values = rows.slice(from, from + INSERTED).map((row) => {
      const literals = row.map((number) => (number === null ? 'NULL' : bigintLiteral(BigInt(number))));
      return `(${literals.join(', ')})`;
    });
    await session.run(`INSERT INTO ${table} VALUES ${values.join(', ')}`);
  }
}

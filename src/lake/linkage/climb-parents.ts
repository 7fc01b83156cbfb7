/** What runs the statements of a climb: an engine's session. */
export type Statements = {
  run(sql: string): Promise<void>;
  rows(sql: string): Promise<readonly { readonly [column: string]: unknown }[]>;
};

/**
 * Makes a table of each order that has a parent with its topmost ancestor, as `order_no` and `at_no`; returns how many orders are in cycles.
 *
 * `parents` is a query of `order_no` and `parent_no`. Every round doubles how far each order has climbed, so that a chain of n takes
 * log2(n) joins. Orders in a cycle, or below one, have no topmost ancestor and are left out; those in one are added to the
 * table `cyclic_orders`.
 */
export async function climbParents(session: Statements, table: string, parents: string): Promise<void> {
  await session.run(`CREATE TABLE ${table} AS SELECT order_no, parent_no AS at_no FROM (${parents}) p`);
  const orders = await count(session, `SELECT COUNT(*) AS n FROM ${table}`);
  // After this many rounds whoever is not at the top never gets there.
  const rounds = Math.ceil(Math.log2(orders + 1)) + 1;
  for (let round = 0; round < rounds; round += 1) {
    const climbing = await count(session, `SELECT COUNT(*) AS n FROM ${belowTop(table)}`);
    if (climbing === 0) return;
    await session.run(`CREATE TABLE next_climb AS
      SELECT c.order_no, CASE WHEN p.at_no IS NULL THEN c.at_no ELSE p.at_no END AS at_no
      FROM ${table} c LEFT JOIN ${table} p ON p.order_no = c.at_no`);
    await session.run(`DROP TABLE ${table}`);
    await session.run(`ALTER TABLE next_climb RENAME TO ${table}`);
  }
  await session.run(`INSERT INTO cyclic_orders SELECT DISTINCT c.at_no FROM ${belowTop(table)}
    WHERE NOT EXISTS (SELECT 1 FROM cyclic_orders y WHERE y.order_no = c.at_no)`);
  await session.run(`CREATE TABLE next_climb AS SELECT c.order_no, c.at_no FROM ${table} c
    WHERE NOT EXISTS (SELECT 1 FROM ${table} p WHERE p.order_no = c.at_no)`);
  await session.run(`DROP TABLE ${table}`);
  await session.run(`ALTER TABLE next_climb RENAME TO ${table}`);
}

/** Orders that have not reached an order without a parent. */
function belowTop(table: string): string {
  return `${table} c JOIN ${table} p ON p.order_no = c.at_no`;
}

async function count(session: Statements, sql: string): Promise<number> {
  return Number((await session.rows(sql))[0]?.['n']);
}

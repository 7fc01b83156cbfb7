import { expect, test } from 'vitest';
import type { Evidence } from '../../src/domain/generated/evidence.js';
import { readViewColumns } from '../../src/lake/canonical-dataset.js';
import { gatherEvents } from '../../src/surveillance/gather-events.js';
import { type CaseRow, caseSql } from './support/pattern-case.js';
import { withSession } from './support/run-case.js';

const canonical = await readViewColumns();
const trade = (event_id: string, symbol: string, at: string): CaseRow => ({
  ...{ event_id, symbol, at, price: '10.00', qty: '100' },
});
const evidence = (event_id: string, event_ts_ns: string): Evidence => ({
  ...{ alert_id: 'a', dataset: 'trades' as const, event_id, role: 'print', event_ts_ns },
});

test.each([
  ['without a symbol', null],
  ['with the symbol of one of two rows', 'XYZ'],
  ['with a symbol of none', 'NONE'],
])('%s the same rows are gathered, in the order of time', async (_, symbol) => {
  const rows = [
    trade('T1', 'XYZ', '10:00:02'),
    trade('T2', "O'NE", '10:00:01'),
    trade('T3', 'XYZ', '10:00:03'),
  ];
  const gathered = await withSession(async (session) => {
    await session.run(caseSql({ datasets: new Map([['trades', rows]]) }, canonical));
    const asked = [evidence('T1', '2'), evidence('T2', '1'), evidence('gone', '3')];
    return gatherEvents(session, asked, symbol);
  });
  expect(gathered.map(({ row }) => [row['event_id'], row['symbol']])).toEqual([
    ['T2', "O'NE"],
    ['T1', 'XYZ'],
  ]);
});

test('rows of one symbol are all gathered with it', async () => {
  const rows = [trade('T1', "O'NE", '10:00:02'), trade('T2', "O'NE", '10:00:01')];
  const gathered = await withSession(async (session) => {
    await session.run(caseSql({ datasets: new Map([['trades', rows]]) }, canonical));
    return gatherEvents(session, [evidence('T1', '2'), evidence('T2', '1')], "O'NE");
  });
  expect(gathered.map(({ row }) => row['event_id'])).toEqual(['T2', 'T1']);
});

import path from 'node:path';
import { expect, test } from 'vitest';
import { explainRejections } from '../../src/canonicalize/explain-rejections.js';
import { compileFeed } from '../../src/canonicalize/mapping/compile-feed.js';
import { DuckDbSession } from '../../src/engine/duckdb-session.js';
import { duckdbText } from '../../src/engine/sql-literal.js';
import { acmeLine, shippedFeed } from './support/feeds.js';
import { temporaryFolder } from './support/lake.js';

test('a record that SQL rejected and in which nothing is wrong is a bug, which is told with its line', async () => {
  const feed = shippedFeed('acme-orders');
  const compiled = feed.routes.map((route) =>
    compileFeed(route, { trade_date: '2026-11-20', source_sha256: 'a'.repeat(64) }),
  );
  const folder = await temporaryFolder();
  const file = path.join(folder, 'rejected.parquet');
  const session = await DuckDbSession.open({
    folders: [folder],
    spill: path.join(folder, 'spill'),
    threads: 1,
  });
  try {
    const values = acmeLine(1).split('|');
    const fields = feed.fields.map(({ name }, index) => {
      const value = values[index] ?? '';
      return `${value === '' ? 'CAST(NULL AS VARCHAR)' : duckdbText(value)} AS "${name}"`;
    });
    const place = ['7 AS "@line"', '100 AS "@offset"', 'true AS "@whole"', '0 AS "@route"'];
    await session.run(
      `COPY (SELECT ${[...place, ...fields].join(', ')}) TO ${duckdbText(file)} (FORMAT parquet)`,
    );
    const explained = explainRejections(session, { parts: [file], compiled, file: 'f.psv' }).next();
    await expect(explained).rejects.toMatchObject({ code: 'validators-disagree', retryable: false });
    await expect(explained).rejects.toThrow(
      'feed acme-orders, line 7: the SQL check says rejected, Ajv says valid; report this as a bug with the line [validators-disagree]',
    );
  } finally {
    session.close();
  }
});

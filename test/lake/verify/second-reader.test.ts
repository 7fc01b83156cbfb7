import path from 'node:path';
import { asyncBufferFromFile } from 'hyparquet';
import { expect, test } from 'vitest';
import { DuckDbSession } from '../../../src/engine/duckdb-session.js';
import { duckdbText } from '../../../src/engine/sql-literal.js';
import { readWithDuckDb } from '../../../src/lake/verify/first-reader.js';
import { readWithHyparquet } from '../../../src/lake/verify/second-reader.js';
import { temporaryFolder } from '../../canonicalize/support/lake.js';

/** What both readers see of a file with these line numbers. */
async function bothRead(
  values: string,
  options = '',
): Promise<{ file: string; duckdb: unknown; hyparquet: () => Promise<unknown> }> {
  const folder = await temporaryFolder();
  const file = path.join(folder, 'rows.parquet');
  const session = await DuckDbSession.open({
    folders: [folder],
    spill: path.join(folder, 'spill'),
    threads: 1,
  });
  try {
    await session.run(
      `COPY (SELECT CAST(v AS BIGINT) AS source_line FROM (${values}) AS t(v)) TO ${duckdbText(file)} (FORMAT parquet, COMPRESSION zstd${options})`,
    );
    const duckdb = (await readWithDuckDb(session, [file], 'source_line')).get(file);
    const hyparquet = async (): Promise<unknown> => {
      const { footer: _, ...read } = await readWithHyparquet(await asyncBufferFromFile(file), 'source_line');
      return read;
    };
    return { file, duckdb, hyparquet };
  } finally {
    session.close();
  }
}

test.each([
  ['of an ordinary file', 'SELECT range FROM range(2, 300000)', '', 299_998, 44_999_849_999n],
  ['that repeat', 'SELECT range % 7 FROM range(1000)', '', 1000, 2997n],
  [
    'beyond what a double counts',
    'VALUES (9007199254740993), (9007199254740995)',
    '',
    2,
    18_014_398_509_481_988n,
  ],
  [
    'at the end of 64 bits',
    'VALUES (9223372036854775807), (0), (9223372036854775807)',
    '',
    3,
    2n ** 64n - 2n,
  ],
  [
    'that look like a double that is none',
    'VALUES (9221120237041090561), (-1), (-3)',
    '',
    3,
    9_221_120_237_041_090_557n,
  ],
  ['below nothing', 'VALUES (-9007199254740993), (1)', '', 2, -9_007_199_254_740_992n],
  ['as differences', 'SELECT range * 3 FROM range(1000)', ', PARQUET_VERSION V2', 1000, 1_498_500n],
  ['of no rows', 'SELECT 1 WHERE false', '', 0, 0n],
])('line numbers %s sum to the same by two readers', async (_, values, options, rows, line_sum) => {
  const { duckdb, hyparquet } = await bothRead(values, options);
  expect(duckdb).toEqual({ rows, lines: rows, line_sum });
  expect(await hyparquet()).toEqual(duckdb);
});

test('a row without a line number is no row that the second reader takes', async () => {
  const { hyparquet } = await bothRead('VALUES (1), (NULL)');
  await expect(hyparquet()).rejects.toThrow('a row has no line number');
});

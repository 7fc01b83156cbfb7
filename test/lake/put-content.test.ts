import { expect, test } from 'vitest';
import { sha256 } from '../../src/domain/sha256.js';
import { dataFileName, placeOfDataFile } from '../../src/lake/data-file-key.js';
import { putContent } from '../../src/lake/put-content.js';
import { openTestLake } from '../canonicalize/support/lake.js';

const bytes = Buffer.from('rows');
const file = {
  dataset: 'trades',
  trade_date: '2026-11-20',
  feed: 'tape-trades',
  commit_id: 'a'.repeat(64),
  sha256: sha256(bytes),
};

test('a key that a removal names is not used again: the file gets another folder', async () => {
  const { store } = await openTestLake();
  const put = (removed: string[]): Promise<string> =>
    putContent(
      store,
      { ...dataFileName(file), sha256: file.sha256, removed: new Set(removed) },
      { bytes },
    ).then(({ key }) => key);
  const first = await put([]);
  expect(await put([])).toBe(first);
  const second = await put([first]);
  const third = await put([first, second]);
  const folders = [first, second, third].map((key) => placeOfDataFile(key)?.folder);
  expect(new Set(folders).size).toBe(3);
  expect(folders).not.toContain(undefined);
  expect((await store.list('data/')).map(({ key }) => key).sort()).toEqual([first, second, third].sort());
});

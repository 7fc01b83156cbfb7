import { expect, test } from 'vitest';
import { caseNames, expectedOutputs, runCase, writeExpected } from './support/directory-case.js';
import { shippedFeeds } from './support/feeds.js';

const names = await caseNames();

test.each(names)('%s', async (name) => {
  const outputs = await runCase(name);
  if (process.env['UPDATE'] === '1') await writeExpected(name, outputs);
  expect(await expectedOutputs(name)).toEqual(outputs);
});

test('every shipped feed has a case of sound records and a mixed one', () => {
  for (const { spec } of shippedFeeds) {
    expect(names).toContain(`${spec.feed}-valid`);
    expect(names).toContain(`${spec.feed}-mixed`);
  }
});

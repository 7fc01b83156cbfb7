import { expect, test } from 'vitest';
import { loadExplanation } from '../../src/cli/load-explanation.js';
import { openTestLake } from '../canonicalize/support/lake.js';
import { alert, outcome, run } from '../report/sample-documents.js';

test('an alert of a pattern that the catalogue does not have any more is not explained by another', async () => {
  const { store, folder } = await openTestLake();
  const raised = alert({ pattern_id: 'layering', pattern_version: 1 });
  const known = { store, feedsOf: () => Promise.resolve([]), patterns: [], spill: folder };
  await expect(
    loadExplanation(known, run({ patterns: [outcome({ pattern_id: 'layering' })] }), raised),
  ).rejects.toThrow(
    `alert ${raised.alert_id.slice(0, 12)} was raised by layering version 1, but the catalogue has no version; run the day again or point --patterns at the old catalogue [pattern-version-differs]`,
  );
});

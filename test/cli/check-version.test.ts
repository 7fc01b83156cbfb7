import { expect, test } from 'vitest';
import { checkVersion } from '../../src/cli/check-version.js';

test.each(['20.18.3', '18.20.0', '9.0.0'])('Node %s is too old', async (node) => {
  expect(await checkVersion(node)).toMatchObject({
    ok: false,
    code: 'node-too-old',
    found: expect.stringMatching(
      /^tapewarden [0-9.]+ on Node [0-9.]+, expected 20.19 or newer \[node-too-old\]$/,
    ) as string,
    next: 'install Node 20.19 or newer',
  });
});

test.each(['20.19.0', '22.0.0'])('Node %s will do', async (node) => {
  expect(await checkVersion(node)).toMatchObject({ ok: true, code: null, next: null });
});

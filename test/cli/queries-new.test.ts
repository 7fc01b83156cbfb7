import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { cliIn, temporaryFolder } from './support/run-cli.js';

const { folder, remove } = temporaryFolder();
const tapewarden = cliIn(folder);
afterAll(remove);

test('a new query lints and tests as it stands, beside the project or where it keeps its queries', async () => {
  expect(await tapewarden('queries', 'new', 'account-fills')).toEqual({
    exit: 'clear',
    stdout: `query       queries/account-fills
next        tapewarden queries test account-fills --queries queries
            tapewarden queries run account-fills --queries queries
`,
    stderr: '',
  });
  writeFileSync(path.join(folder, 'tapewarden.yaml'), 'queries: queries\n');
  expect((await tapewarden('queries', 'new', 'other')).stdout).toContain(
    'next        tapewarden queries test other\n',
  );
  expect(await tapewarden('queries', 'test')).toEqual({
    exit: 'clear',
    stdout: `QUERY          VERSION  LINT  CASES  FAILED
account-fills        1     0      2       0
other                1     0      2       0
`,
    stderr: '2 queries, 4 cases, 0 not as expected\n',
  });
});

test('a name that is none, and one that is taken, are refused', async () => {
  expect(await tapewarden('queries', 'new', 'Account Fills')).toMatchObject({
    exit: 'usage',
    stderr:
      'a query is not called "Account Fills", expected lower-case letters, digits and hyphens, such as firm-activity [query-id-invalid]\n',
  });
  expect(await tapewarden('queries', 'new', 'other')).toMatchObject({
    exit: 'usage',
    stderr: 'queries/other: is there already; choose another name, or change what it holds [query-exists]\n',
  });
});

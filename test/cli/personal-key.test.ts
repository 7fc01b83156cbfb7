import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { personalKey } from '../../src/canonicalize/personal/personal-key.js';
import type { CliContext } from '../../src/cli/cli-context.js';
import { openPersonalKey } from '../../src/project/open-personal-key.js';
import type { Project } from '../../src/project/project.js';
import { peopleFile, peopleFormats, writePeopleFeeds } from './support/people-project.js';
import { cliIn, temporaryFolder } from './support/run-cli.js';

const { folder, remove } = temporaryFolder();
const tapewarden = cliIn(folder);
afterAll(remove);

const KEY = '5a'.repeat(32);
const CONFIG = 'feeds: feeds\npersonal: {key_file: personal.key}\n';

beforeAll(() => {
  writePeopleFeeds(folder);
  const { record, file } = peopleFormats['pipe'] as (typeof peopleFormats)[string];
  const order = {
    id: '1',
    evt: 'N',
    ts: '20261120-10:00:00',
    sym: 'ZVZZT',
    side: '1',
    px: '10.5',
    qty: '100',
  };
  const person = { ...order, acct: 'A1', name: 'ANNA', tax: 'T1' };
  writeFileSync(path.join(folder, 'deliveries', peopleFile('pipe', 1)), file([record(person)]), 'latin1');
});

test('without a key nothing of a feed that maps personal fields is taken, and the failure says what to do', async () => {
  writeFileSync(path.join(folder, 'tapewarden.yaml'), CONFIG.replace(/personal.*/, ''));
  const result = await tapewarden('canonicalize', `deliveries/${peopleFile('pipe', 1)}`, '--lake', 'other');
  expect(result).toMatchObject({
    exit: 'invalid_spec',
    stderr:
      'feed people-pipe: the map takes the personal fields acct, but no key is configured for the tokens that stand for them; name one under personal in tapewarden.yaml, or take the fields out of the map [personal-key-missing]\n',
  });
  expect(existsSync(path.join(folder, 'other', 'raw'))).toBe(false);
});

test.each([
  [
    'short.key',
    'ab'.repeat(31),
    /^short\.key: is no key, expected 64 to 128 hexadecimal digits.*\[personal-key-malformed\]\n$/,
  ],
  [
    'none.key',
    null,
    /^none\.key: cannot be read \(no such file or directory\).*\[personal-key-unreadable\]\n$/,
  ],
])('a key in %s is refused without a word of it', async (file, content, expected) => {
  writeFileSync(path.join(folder, 'tapewarden.yaml'), CONFIG.replace('personal.key', file));
  if (content !== null) writeFileSync(path.join(folder, file), content);
  const result = await tapewarden('canonicalize', `deliveries/${peopleFile('pipe', 1)}`);
  expect(result.exit).toBe('invalid_spec');
  expect(result.stderr).toMatch(expected);
  if (content !== null) expect(result.stderr).not.toContain(content);
});

test('a key is taken from the environment where the project says so, and an empty variable is none', async () => {
  writeFileSync(
    path.join(folder, 'tapewarden.yaml'),
    CONFIG.replace(/{key_file.*}/, '{key_env: PERSONAL_KEY}'),
  );
  const result = await tapewarden('canonicalize', `deliveries/${peopleFile('pipe', 1)}`);
  expect(result.stderr).toMatch(
    /^environment variable PERSONAL_KEY: is no key,.*\[personal-key-malformed\]\n$/,
  );
  const context = { cwd: folder, process: { env: { PERSONAL_KEY: KEY } } } as unknown as CliContext;
  const personal = { key_env: 'PERSONAL_KEY' };
  const opened = await openPersonalKey(context, { personal } as unknown as Project);
  expect(opened.personal_key).toEqual(personalKey(Buffer.from(KEY, 'hex')));
});

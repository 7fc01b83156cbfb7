import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { QuarantinedRecord } from '../../src/domain/generated/quarantined-record.js';
import type { ShownRecord } from '../../src/domain/generated/shown-record.js';
import { acmeFile, acmeHeader, acmeLine, acmeTrailer, gzipLines } from '../canonicalize/support/feeds.js';
import { schemaErrors } from '../support/schema-errors.js';
import { expectGolden } from './support/golden.js';
import { cliIn, temporaryFolder, transcript } from './support/run-cli.js';

const { folder, remove } = temporaryFolder();
const tapewarden = cliIn(folder);
afterAll(remove);

const NAME = 'acme-orders-20261120.psv.gz';
/** Clears the screen, is HTML, and would be run by a spreadsheet. */
const HOSTILE = '=\u001b[2J<b>&';
const records = [
  acmeLine(1),
  acmeLine(2, { side: '9' }),
  acmeLine(3, { side: HOSTILE, mkt: '<script>' }),
  acmeLine(4).replace('|', ''),
  acmeLine(5, { px: '12,50' }),
];
const blocks: string[] = [];

/** The beginning of a hash, or all of it, as its place among those seen: what is hashed may change. */
const seen: string[] = [];
function withoutHashes(text: string): string {
  return text.replace(/\b[0-9a-f]{64}\b|\b[0-9a-f]{12}\b/g, (hash) => {
    const short = hash.slice(0, 12);
    if (!seen.includes(short)) seen.push(short);
    return `<hash ${seen.indexOf(short) + 1}>`;
  });
}

async function call(...args: string[]): Promise<{ exit: string; stdout: string }> {
  const result = await tapewarden(...args);
  blocks.push(withoutHashes(transcript(folder, args, result)));
  return result;
}

async function listed(): Promise<QuarantinedRecord[]> {
  return JSON.parse((await tapewarden('quarantine', 'list', '--json')).stdout) as QuarantinedRecord[];
}

function written(name: string, content: object): string {
  writeFileSync(path.join(folder, name), JSON.stringify(content));
  return name;
}

beforeAll(async () => {
  mkdirSync(path.join(folder, 'deliveries'));
  const lines = [acmeHeader, ...records, acmeTrailer(records.length, { sum: '400' })];
  writeFileSync(path.join(folder, 'deliveries', NAME), gzipLines(lines));
  await call('canonicalize', '--date', '2026-11-20');
});

test('the life of rejected records, from list to feedback', async () => {
  await call('quarantine', 'list');
  const [second, third, fourth, fifth] = (await listed()).map(({ id }) => id);
  if (second === undefined || third === undefined || fourth === undefined)
    throw new Error('four are rejected');
  await call('quarantine', 'show', second);
  await call('quarantine', 'show', third);
  await call('quarantine', 'show', fourth);
  const shown = JSON.parse((await tapewarden('quarantine', 'show', fourth, '--json')).stdout) as ShownRecord;
  const patch = written('repair.json', {
    by: 'Kim',
    reason: 'agreed by telephone',
    records: [
      { record: second, was: { side: '9' }, patch: { side: '2' } },
      { record: third, was: { side: HOSTILE }, withdraw: 'a test of the broker' },
      { record: fourth, raw_sha256: shown.raw.sha256, replace: acmeLine(4) },
      { record: fifth, was: { px: '12,50' }, patch: { px: '12.50' } },
    ],
  });
  await call('quarantine', 'repair', '--patch', patch);
  await call('quarantine', 'show', second);
  await call('quarantine', 'replay');
  await call('quarantine', 'replay');
  await call('quarantine', 'list');
  await call('quarantine', 'list', '--state', 'open');
  await call('quarantine', 'show', String(fifth));
  await call('quarantine', 'repair', '--patch', patch);
  await call('quarantine', 'replay', '--delivery', NAME);
  await call('quarantine', 'feedback', '--delivery', NAME);
  await call('quarantine', 'feedback', '--delivery', second.slice(0, 12), '--format', 'json');
  expectGolden('quarantine-life', blocks.join('\n'));
});

test('what is printed as JSON satisfies the schema of its document', async () => {
  const document = async (...args: string[]): Promise<unknown> =>
    JSON.parse((await tapewarden('quarantine', ...args)).stdout) as unknown;
  const [first] = await listed();
  expect(schemaErrors('quarantined-record', await listed())).toEqual([]);
  expect(schemaErrors('shown-record', [await document('show', String(first?.id), '--json')])).toEqual([]);
  const feedback = await document('feedback', '--delivery', NAME, '--format', 'json');
  expect(schemaErrors('feedback', [feedback])).toEqual([]);
  const outcomes = (await document('replay', '--delivery', NAME, '--json')) as unknown[];
  expect(outcomes).toHaveLength(1);
  expect(schemaErrors('replay-outcome', outcomes)).toEqual([]);
});

test('values of a broker survive byte for byte, and none reaches the terminal', async () => {
  const third = (await listed())[1];
  const { stdout } = await tapewarden('quarantine', 'show', String(third?.id), '--json');
  expect(stdout).not.toContain('\u001b');
  const shown = JSON.parse(stdout) as ShownRecord;
  expect(shown.raw).toMatchObject({
    exact: true,
    text: records[2],
    bytes: Buffer.byteLength(String(records[2])),
  });
  expect(shown.fields).toContainEqual({ name: 'side', value: HOSTILE });
  expect((await tapewarden('quarantine', 'show', String(third?.id))).stdout).not.toContain('\u001b');
});

test('feedback goes to a file, and is the same again', async () => {
  const out = path.join('to', 'acme.csv');
  const first = await tapewarden('quarantine', 'feedback', '--delivery', NAME, '--out', out);
  expect(first).toMatchObject({ exit: 'clear', stdout: '', stderr: `4 faulty records in ${out}\n` });
  const text = readFileSync(path.join(folder, out), 'utf8');
  expect((await tapewarden('quarantine', 'feedback', '--delivery', NAME)).stdout).toBe(text);
});

test('what is not there is refused by name', async () => {
  const lines = async (...args: string[]): Promise<string> => {
    const { exit, stderr } = await tapewarden(...args);
    return `${exit}: ${stderr.trimEnd()}`;
  };
  expect(await lines('quarantine', 'show', 'x')).toBe(
    'usage: there is no rejected record "x", expected one of "tapewarden quarantine list", such as 0123456789ab:1042 [record-unknown]',
  );
  expect(await lines('quarantine', 'feedback', '--delivery', 'x')).toBe(
    'usage: there is no delivery "x", expected a commit id, its beginning or the name of a file that was canonicalized [delivery-unknown]',
  );
  expect(await lines('quarantine', 'repair', '--patch', 'none.yaml')).toBe(
    'usage: none.yaml: there is no such file, expected a repair [file-missing]',
  );
  expect(await lines('quarantine', 'repair', '--patch', written('bad.json', { records: [] }))).toBe(
    'invalid_spec: bad.json:1:12: /records is a list of 0, expected must NOT have fewer than 1 items [spec-schema-violated]',
  );
});

test('a refused delivery has feedback, and cannot be replayed', async () => {
  const refused = path.join(folder, 'deliveries', 'acme-orders-20261123.psv.gz');
  writeFileSync(refused, acmeFile([acmeLine(1)]));
  await tapewarden('canonicalize', '--date', '2026-11-23', refused);
  const name = path.basename(refused);
  const { stdout } = await tapewarden('quarantine', 'feedback', '--delivery', name);
  expect(stdout.split('\r\n')[1]).toMatch(
    /^delivery,acme-orders,.*,refused,The file was refused: nothing of it was taken\.,,$/,
  );
  expect(stdout.split('\r\n').filter((line) => line.startsWith('refusal,'))).toHaveLength(2);
  expect(stdout).toContain('control-date-differs');
  expect(stdout).toContain(',resend-file,Send the file again.');
  const replay = await tapewarden('quarantine', 'replay', '--delivery', name);
  expect(replay.stderr).toBe(
    `delivery "${name}" was refused, expected one that was published; canonicalize the file again [delivery-refused]\n`,
  );
});

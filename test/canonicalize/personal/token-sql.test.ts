import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type PersonalKey,
  personalKey,
  readPersonalKey,
} from '../../../src/canonicalize/personal/personal-key.js';
import { bindPersonalKey, tokenSql } from '../../../src/canonicalize/personal/token-sql.js';
import { OperationalFailure } from '../../../src/domain/operational-failure.js';
import { DuckDbSession } from '../../../src/engine/duckdb-session.js';
import { duckdbText } from '../../../src/engine/sql-literal.js';

const folder = mkdtempSync(path.join(tmpdir(), 'tapewarden-token-'));
const bytes = Buffer.from('00112233445566778899aabbccddeeff'.repeat(2), 'hex');
const key = personalKey(bytes);
let session: DuckDbSession;

async function open(of: PersonalKey): Promise<DuckDbSession> {
  const opened = await DuckDbSession.open({
    folders: [folder],
    spill: path.join(folder, 'spill'),
    conceal: true,
  });
  await bindPersonalKey(opened, of);
  return opened;
}

beforeAll(async () => {
  session = await open(key);
});

afterAll(() => {
  session.close();
  rmSync(folder, { recursive: true });
});

/** The token as Node's own HMAC makes it. */
function expected(value: string, domain: string, of = bytes): string {
  const { key_id } = personalKey(of);
  const mac = createHmac('sha256', of).update(`${domain}:${value}`, 'utf8').digest('hex');
  return `tok_${key_id}_${mac.slice(0, 40)}`;
}

async function tokens(values: readonly (string | null)[], domain: string): Promise<unknown[]> {
  const rows = values.map((value) => `(${value === null ? 'CAST(NULL AS VARCHAR)' : duckdbText(value)})`);
  const sql = `SELECT ${tokenSql('v', { key_id: key.key_id, domain })} AS t FROM (VALUES ${rows.join(', ')}) AS s(v)`;
  return (await session.rows(sql)).map((row) => row['t']);
}

async function failureOf(work: Promise<unknown>): Promise<OperationalFailure> {
  const failure: unknown = await work.catch((error: unknown) => error);
  if (failure instanceof OperationalFailure) return failure;
  throw new Error('nothing failed');
}

/** Text without what no delivery holds: NUL and halves of surrogate pairs. */
const text = fc
  .array(
    fc.integer({ min: 1, max: 0x10_ffff }).filter((point) => point < 0xd800 || point > 0xdfff),
    { maxLength: 200 },
  )
  .map((points) => String.fromCodePoint(...points));

test("the token of any text is Node's HMAC-SHA-256 of domain and text", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 40 }), async (values) => {
      expect(await tokens(values, 'account_id')).toEqual(
        values.map((value) => expected(value, 'account_id')),
      );
    }),
    { numRuns: 25 },
  );
});

test.each([
  ['an empty text', ''],
  ['a text of blocks without a rest', 'x'.repeat(64 * 3)],
  ['a text of a million bytes', 'é'.repeat(500_000)],
  ['letters beyond the first plane', 'Ægir 株式会社 👩‍👩‍👧'],
  ['decomposed letters as they stand', 'Zoe\u0308'],
])('%s has a token', async (_, value) => {
  expect(await tokens([value], 'owner_id')).toEqual([expected(value, 'owner_id')]);
});

test('no value has no token', async () => {
  expect(await tokens([null, 'A'], 'account_id')).toEqual([null, expected('A', 'account_id')]);
});

test('one text has different tokens in columns of different names, and under different keys', async () => {
  const other = Buffer.alloc(32, 7);
  const [one] = await tokens(['A-1'], 'account_id');
  const [two] = await tokens(['A-1'], 'owner_id');
  expect(new Set([one, two, expected('A-1', 'account_id', other)]).size).toBe(3);
});

test('neither plan nor message holds the key', async () => {
  const sql = `SELECT ${tokenSql('v', { key_id: key.key_id, domain: 'd' })} AS t FROM (VALUES ('A')) AS s(v)`;
  const plan = JSON.stringify(await session.rows(`EXPLAIN ANALYZE ${sql}`));
  const secrets = [key.inner, key.outer, bytes].map((one) => Buffer.from(one));
  const forms = secrets.flatMap((one) => [
    one.toString('hex').slice(0, 32),
    one.toString('base64').slice(0, 20),
    one.toString('latin1').slice(0, 16),
    [...one.subarray(0, 8)].map((byte) => `\\x${byte.toString(16).padStart(2, '0').toUpperCase()}`).join(''),
  ]);
  const failure = await failureOf(session.runWith('INSERT INTO nowhere VALUES ($1)', [key.inner]));
  for (const said of [
    sql,
    plan,
    String(failure.message),
    String(failure.stack),
    JSON.stringify(failure.data),
  ]) {
    for (const form of forms) expect(said).not.toContain(form);
  }
});

test('a concealing session names the kind of a failure, and not the value that the database quotes', async () => {
  const failure = await failureOf(session.rows("SELECT CAST(v AS INTEGER) FROM (VALUES ('CANARY')) AS s(v)"));
  expect(failure.code).toBe('database-failed');
  expect(failure.data).toMatchObject({
    reason: 'Conversion Error, which is not quoted because the feed has personal data',
  });
  expect(failure.cause).toBeUndefined();
});

test('an id names a key and tells nothing of it', () => {
  expect(key.key_id).toMatch(/^[0-9a-f]{8}$/);
  expect(bytes.toString('hex')).not.toContain(key.key_id);
  expect(personalKey(bytes).key_id).toBe(key.key_id);
  expect(personalKey(Buffer.alloc(32, 1)).key_id).not.toBe(key.key_id);
});

test.each([
  ['32 bytes', 'ab'.repeat(32), true],
  ['64 bytes, with line ends around', `\n${'AB'.repeat(64)}\r\n`, true],
  ['31 bytes', 'ab'.repeat(31), false],
  ['65 bytes', 'ab'.repeat(65), false],
  ['an odd number of digits', `${'ab'.repeat(32)}a`, false],
  ['other letters', 'zz'.repeat(32), false],
  ['nothing', '', false],
])('a key of %s is taken or refused', async (_, written, taken) => {
  const key = await readPersonalKey({ read: () => Promise.resolve(written) });
  expect(key !== null).toBe(taken);
});

import { generateKeyPairSync } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PeriodStatement, ReportSignature } from '../../src/domain/generated/report-signature.js';
import { sha256 } from '../../src/domain/sha256.js';
import { simulateDay } from '../../src/simulate/simulate-day.js';
import { schemaErrors } from '../support/schema-errors.js';
import { cliIn, temporaryFolder } from './support/run-cli.js';

const { folder, remove } = temporaryFolder();
const tapewarden = cliIn(folder);
const file = (name: string): string => path.join(folder, name);
const MONTH = ['report', '--month', '2026-11'];
let run_id = '';

beforeAll(async () => {
  await simulateDay({ events: 300, seed: 3, trade_date: '2026-11-20', out: folder });
  await tapewarden('run', '--date', '2026-11-20');
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  writeFileSync(file('key.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }));
  writeFileSync(file('key.pub'), publicKey.export({ type: 'spki', format: 'pem' }));
  await tapewarden('report', '--date', '2026-11-20', '--format', 'json', '--out', 'day.json');
  const day = JSON.parse(readFileSync(file('day.json'), 'utf8')) as { provenance: { run_id: string } };
  ({ run_id } = day.provenance);
}, 120_000);
afterAll(remove);

const verify = (...args: string[]) => tapewarden('report', 'verify', ...args, '--key', 'key.pub');
const signatureOf = (name: string) =>
  JSON.parse(readFileSync(file(`${name}.sig.json`), 'utf8')) as ReportSignature;

test.each(['html', 'pdf', 'json'])(
  'a month as %s is signed with the runs that it adds up and their reports',
  async (format) => {
    const name = `report-2026-11.${format}`;
    const { exit, stdout } = await tapewarden(...MONTH, '--format', format, '--sign', 'key.pem');
    expect([exit, stdout]).toEqual(['findings', `${name}\n${name}.sig.json\n`]);
    const signature = signatureOf(name);
    expect(schemaErrors('report-signature', [signature])).toEqual([]);
    const report_sha256 = sha256(readFileSync(file('day.json')));
    expect(signature.statement).toMatchObject({
      period: '2026-11',
      runs: [{ trade_date: '2026-11-20', run_id, report_sha256 }],
    });
    const verified = await verify(name);
    expect([verified.exit, verified.stderr]).toEqual(['clear', '']);
    expect(verified.stdout).toContain(
      `period      2026-11, 1 day\n2026-11-20  run ${run_id}\n            report as JSON ${report_sha256}\n`,
    );
    expect(JSON.parse((await verify(name, '--json')).stdout)).toEqual(signature.statement);
  },
);

test.each(['html', 'pdf', 'json'])(
  'a month as %s that was changed, another file and a changed statement are findings',
  async (format) => {
    const name = `changed.${format}`;
    await tapewarden(...MONTH, '--format', format, '--out', name, '--sign', 'key.pem');
    const bytes = readFileSync(file(name));
    const middle = Math.floor(bytes.length / 2);
    bytes[middle] = (bytes[middle] ?? 0) ^ 1;
    writeFileSync(file(name), bytes);
    const changed = await verify(name);
    expect([changed.exit, changed.stdout]).toEqual(['findings', '']);
    expect(changed.stderr).toMatch(/it names 2026-11, so it was changed .* \[report-changed\]\n$/);
    writeFileSync(file(name), 'another');
    expect((await verify(name)).stderr).toMatch(/it does not name 2026-11, .* \[report-other\]\n$/);
    const signature = signatureOf(name);
    const { runs } = signature.statement as PeriodStatement;
    const forged = { ...signature.statement, runs: [...runs, ...runs] };
    writeFileSync(file(`${name}.sig.json`), JSON.stringify({ ...signature, statement: forged }));
    expect((await verify(name)).stderr).toContain('[report-signature-invalid]');
  },
);

test('a quarter as JSON is written to its file, not printed, where it is signed', async () => {
  const { stdout } = await tapewarden('report', '--quarter', '2026-Q4', '--json', '--sign', 'key.pem');
  expect(stdout).toBe('report-2026-Q4.json\nreport-2026-Q4.json.sig.json\n');
  expect((await verify('report-2026-Q4.json')).stdout).toContain('period      2026-Q4, 1 day\n');
});

test('a month that nobody ran is signed as such', async () => {
  await tapewarden('report', '--month', '2026-10', '--out', 'empty.html', '--sign', 'key.pem');
  expect((await verify('empty.html')).stdout).toContain('period      2026-10, no day of which was run\n');
});

test('a statement of a day and of a period at once is no signature', async () => {
  await tapewarden(...MONTH, '--out', 'both.html', '--sign', 'key.pem');
  const { statement, ...rest } = signatureOf('both.html');
  const both = { ...rest, statement: { ...statement, run_id, trade_date: '2026-11-20' } };
  writeFileSync(file('both.html.sig.json'), JSON.stringify(both));
  const { exit, stderr } = await verify('both.html');
  expect(exit).toBe('usage');
  expect(stderr).toContain('[report-signature-malformed]');
});

import { spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { DayStatement, ReportSignature } from '../../src/domain/generated/report-signature.js';
import { sha256 } from '../../src/domain/sha256.js';
import { simulateDay } from '../../src/simulate/simulate-day.js';
import { stubAwsEnvironment } from '../fakes/aws-environment.js';
import { FakeKms, signingKey } from '../fakes/kms/fake-kms.js';
import { schemaErrors } from '../support/schema-errors.js';
import { type Cli, cliIn, temporaryFolder } from './support/run-cli.js';

const { folder, remove } = temporaryFolder();
const tapewarden: Cli = cliIn(folder);
const file = (name: string): string => path.join(folder, name);
const pem = (name: string, key: 'private' | 'public'): void => {
  const pair = generateKeyPairSync('ed25519');
  const half = key === 'private' ? 'privateKey' : 'publicKey';
  writeFileSync(file(name), pair[half].export({ type: key === 'private' ? 'pkcs8' : 'spki', format: 'pem' }));
};

beforeAll(async () => {
  await simulateDay({ events: 300, seed: 3, trade_date: '2026-11-20', out: folder });
  await tapewarden('run', '--date', '2026-11-20');
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  writeFileSync(file('key.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }));
  writeFileSync(file('key.pub'), publicKey.export({ type: 'spki', format: 'pem' }));
  pem('other.pub', 'public');
  writeFileSync(file('no.pem'), 'secret');
});
afterAll(remove);

const verify = (...args: string[]) => tapewarden('report', 'verify', ...args);

test('a signed report is told as it was signed, as HTML and as JSON, without the lake', async () => {
  const html = await tapewarden('report', '--sign', 'key.pem');
  expect(html).toMatchObject({
    exit: 'clear',
    stdout: 'report-2026-11-20.html\nreport-2026-11-20.html.sig.json\n',
  });
  await tapewarden('report', '--json', '--sign', 'key.pem', '--out', 'day.json');
  const signature = JSON.parse(readFileSync(file('day.json.sig.json'), 'utf8')) as ReportSignature;
  expect(schemaErrors('report-signature', [signature])).toEqual([]);
  const outside = cliIn(path.dirname(folder));
  for (const name of ['report-2026-11-20.html', 'day.json']) {
    const { exit, stdout, stderr } = await outside('report', 'verify', file(name), '--key', file('key.pub'));
    expect([exit, stderr]).toEqual(['clear', '']);
    expect(stdout).toContain(`run         ${(signature.statement as DayStatement).run_id}\n`);
  }
  const { stdout } = await verify('day.json', '--key', 'key.pub', '--json');
  expect(JSON.parse(stdout)).toEqual(signature.statement);
});

test('a signed PDF is told as it was signed, and a changed one as changed', async () => {
  const { exit, stdout } = await tapewarden('report', '--format', 'pdf', '--sign', 'key.pem');
  expect([exit, stdout]).toEqual(['clear', 'report-2026-11-20.pdf\nreport-2026-11-20.pdf.sig.json\n']);
  const name = 'report-2026-11-20.pdf';
  expect(await verify(name, '--key', 'key.pub')).toMatchObject({ exit: 'clear', stderr: '' });
  await tapewarden('report', '--format', 'json', '--out', 'same.json');
  const pdf = readFileSync(file(name)).toString('latin1');
  expect(pdf).toContain(`Report ${sha256(readFileSync(file('same.json')))}, run `);
  appendFileSync(file(name), '%');
  expect((await verify(name, '--key', 'key.pub')).stderr).toContain('[report-changed]');
});

test('a report without a signature is written as before', async () => {
  expect((await tapewarden('report', '--out', 'plain.html')).stdout).toBe('plain.html\n');
  await tapewarden('report', '--out', 'signed.html', '--sign', 'key.pem');
  expect(readFileSync(file('signed.html'))).toEqual(readFileSync(file('plain.html')));
  expect((await verify('plain.html', '--key', 'key.pub')).stderr).toContain('[file-unreadable]');
  const lent = await verify('plain.html', '--key', 'key.pub', '--signature', 'signed.html.sig.json');
  expect(lent.exit).toBe('clear');
});

test('a changed report and the key of somebody else are findings', async () => {
  await tapewarden('report', '--out', 'changed.html', '--sign', 'key.pem');
  const other = await verify('changed.html', '--key', 'other.pub');
  expect([other.exit, other.stdout]).toEqual(['findings', '']);
  expect(other.stderr).toMatch(/^changed\.html: the key given has the hash .* \[report-key-other\]\n$/);
  appendFileSync(file('changed.html'), ' ');
  const changed = await verify('changed.html', '--key', 'key.pub');
  expect([changed.exit, changed.stdout]).toEqual(['findings', '']);
  expect(changed.stderr).toMatch(/^changed\.html: the file has the hash .* \[report-changed\]\n$/);
});

test('what is no key and what is no signature is told, and never quoted', async () => {
  expect(await tapewarden('report', '--sign', 'no.pem')).toEqual({
    exit: 'usage',
    stdout: '',
    stderr:
      'no.pem: is no private key without a passphrase, expected PEM of an Ed25519, EC or RSA key of 2048 bits or more, as openssl genpkey -algorithm ed25519 makes it [report-key-malformed]\n',
  });
  expect((await verify('x', '--key', 'key.pem')).stderr).toMatch(
    /^key\.pem: is no public key, .*openssl pkey -pubout .*\[report-key-malformed\]\n$/,
  );
  expect((await verify('x', '--key', 'gone.pub')).stderr).toMatch(
    /^gone\.pub: .*\[report-key-unreadable\]\n$/,
  );
  writeFileSync(file('bad.html'), 'x');
  writeFileSync(file('bad.html.sig.json'), '{"statement": {}}');
  const malformed = await verify('bad.html', '--key', 'key.pub');
  expect(malformed).toMatchObject({ exit: 'usage', stdout: '' });
  expect(malformed.stderr).toMatch(
    /^bad\.html\.sig\.json: is no signature of a report \(.*\[report-signature-malformed\]\n$/,
  );
  writeFileSync(file('bad.html.sig.json'), 'x');
  expect((await verify('bad.html', '--key', 'key.pub')).stderr).toContain('it cannot be read as JSON');
});

const TOOLS = ['openssl', 'jq', 'sha256sum', 'base64'];
const absent = TOOLS.filter((tool) => spawnSync(tool, ['--version']).error !== undefined);
if (absent.length > 0)
  console.warn(`skipped: verifying by hand, because ${absent.join(', ')} is not on this machine`);

describe('with a key of KMS', () => {
  const ARN = 'arn:aws:kms:us-east-1:111122223333:key/reports';
  let kms: FakeKms;

  beforeAll(async () => {
    kms = await FakeKms.start();
    const key = signingKey();
    kms.keys.set(ARN, key);
    kms.aliases.set('alias/reports', ARN);
    writeFileSync(file('kms.pub'), key.pair?.publicKey.export({ type: 'spki', format: 'pem' }) ?? '');
    stubAwsEnvironment();
    vi.stubEnv('AWS_ENDPOINT_URL_KMS', kms.endpoint);
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await kms.stop();
  });

  test.each([ARN, 'alias/reports'])('a report is signed by %s and verified without AWS', async (key) => {
    const { exit, stderr } = await tapewarden('report', '--out', 'kms.html', '--sign', `kms:${key}`);
    expect([exit, stderr]).toEqual(['clear', '']);
    const signature = JSON.parse(readFileSync(file('kms.html.sig.json'), 'utf8')) as ReportSignature;
    expect(schemaErrors('report-signature', [signature])).toEqual([]);
    expect(signature).toMatchObject({ algorithm: 'ecdsa-sha256', statement: { key_arn: ARN } });
    const calls = kms.calls.length;
    const verified = await verify('kms.html', '--key', 'kms.pub');
    expect([verified.exit, kms.calls.length]).toEqual(['clear', calls]);
    expect(verified.stdout).toContain(`kept as     ${ARN}\n`);
  });

  test.skipIf(absent.length > 0)('the commands of docs/audit.md verify it by hand', async () => {
    await tapewarden('report', '--out', 'FILE', '--sign', `kms:${ARN}`);
    const documented = readFileSync('docs/audit.md', 'utf8');
    const [, commands = ''] = /```\n(jq -cSj [\s\S]*?)```/.exec(documented) ?? [];
    const script = `set -e\ncp kms.pub report.pub\n${commands}`;
    const { stdout, status } = spawnSync('sh', ['-c', script], { cwd: folder, encoding: 'utf8' });
    expect([stdout, status]).toEqual(['Verified OK\nFILE: OK\n', 0]);
    writeFileSync(file('FILE'), 'x');
    expect(spawnSync('sh', ['-c', script], { cwd: folder }).status).toBe(1);
  });

  test('a key in no region is refused, and one that may not sign is told', async () => {
    vi.stubEnv('AWS_REGION', undefined);
    expect((await tapewarden('report', '--sign', 'kms:alias/reports')).stderr).toMatch(
      /^--sign: it is not known which key .*\[report-key-region-missing\]\n$/,
    );
    kms.denied.add('Sign');
    const { exit, stderr } = await tapewarden('report', '--sign', `kms:${ARN}`);
    expect([exit, stderr]).toEqual(['outside_failed', expect.stringContaining('[signing-denied]')]);
  });
});

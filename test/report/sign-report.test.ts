import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { algorithmOf, checkSignature, localSigner, signReport } from '../../src/report/sign-report.js';

const about = { trade_date: '2026-11-20', run_id: 'a'.repeat(64), signed_at_ns: '1795698501459959950' };
const report = Buffer.from(`<!doctype html> run ${about.run_id}`);
const keys: [string, { privateKey: KeyObject; publicKey: KeyObject }][] = [
  ['ed25519', generateKeyPairSync('ed25519')],
  ['ecdsa-sha256', generateKeyPairSync('ec', { namedCurve: 'P-256' })],
  ['rsa-sha256', generateKeyPairSync('rsa', { modulusLength: 2048 })],
];
const codesOf = (faults: string[]): (string | undefined)[] =>
  faults.map((fault) => /\[([a-z-]+)\]$/.exec(fault)?.[1]);

function signed(key: KeyObject): ReturnType<typeof signReport> {
  const algorithm = algorithmOf(key);
  if (algorithm === null) throw new Error('a key of the test signs');
  return signReport(report, about, localSigner({ key, algorithm }));
}

describe.each(keys)('a key for %s', async (algorithm, { privateKey, publicKey }) => {
  const signature = await signed(privateKey);

  test('signs the bytes, and its public half says so', () => {
    expect(signature).toMatchObject({ algorithm, statement: { ...about, bytes: report.length } });
    expect(checkSignature(report, signature, publicKey)).toEqual([]);
  });

  test('a file with one byte changed, more or less is another', () => {
    fc.assert(
      fc.property(fc.nat(15), fc.integer({ min: 1, max: 255 }), (place, by) => {
        const other = Buffer.from(report);
        other[place] = ((other[place] ?? 0) + by) % 256;
        expect(codesOf(checkSignature(other, signature, publicKey))).toEqual(['report-changed']);
      }),
    );
    expect(codesOf(checkSignature(report.subarray(1), signature, publicKey))).toEqual(['report-changed']);
  });

  test.each([
    { run_id: 'b'.repeat(64) },
    { trade_date: '2026-11-21' },
    { signed_at_ns: '1' },
    { bytes: 1 },
    { sha256: 'c'.repeat(64) },
  ])('a statement that says %o instead is not what was signed', (change) => {
    const other = { ...signature, statement: { ...signature.statement, ...change } };
    expect(codesOf(checkSignature(report, other, publicKey))).toEqual(['report-signature-invalid']);
  });

  test('a file that does not name the run is another one', () => {
    const other = Buffer.from(`<!doctype html> run ${'c'.repeat(64)}`);
    expect(codesOf(checkSignature(other, signature, publicKey))).toEqual(['report-other']);
  });

  test('a signature cut short is told apart from a changed one', () => {
    const whole = Buffer.from(signature.signature, 'base64');
    for (const length of [whole.length - 1, 3]) {
      const cut = { ...signature, signature: whole.subarray(0, length).toString('base64') };
      expect(codesOf(checkSignature(report, cut, publicKey))).toEqual(['report-signature-truncated']);
    }
    const changed = Buffer.from(whole);
    changed[whole.length - 1] = ((changed.at(-1) ?? 0) + 1) % 256;
    const other = { ...signature, signature: changed.toString('base64') };
    expect(codesOf(checkSignature(report, other, publicKey))).toEqual(['report-signature-invalid']);
  });

  test('another key of the same kind, or the signature of another algorithm, is not believed', async () => {
    for (const [, other] of keys.filter(([name]) => name !== algorithm)) {
      expect(codesOf(checkSignature(report, signature, other.publicKey))).toEqual(['report-key-other']);
      const mixed = { ...(await signed(other.privateKey)), statement: signature.statement };
      expect(codesOf(checkSignature(report, mixed, publicKey))).toEqual(['report-signature-invalid']);
    }
  });
});

test('keys that do not sign, and short RSA keys, are none of reports', () => {
  expect(algorithmOf(generateKeyPairSync('rsa', { modulusLength: 2047 }).privateKey)).toBeNull();
  expect(algorithmOf(generateKeyPairSync('x25519').privateKey)).toBeNull();
});

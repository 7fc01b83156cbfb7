import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { visible } from '../domain/diagnostic.js';
import type { ReportSignature } from '../domain/generated/report-signature.js';
import { EXIT } from '../project/exit-codes.js';
import { Refusal } from '../project/refusal.js';
import { systemReason } from '../project/system-failure.js';
import { algorithmOf } from '../report/sign-report.js';
import type { CliContext } from './cli-context.js';

const MAKES = { private: 'genpkey -algorithm ed25519', public: 'pkey -pubout' };

/**
 * A key of reports from a PEM file, with how it signs.
 *
 * Refusals, which never quote the key: report-key-unreadable, report-key-malformed.
 */
export async function openReportKey(
  { cwd }: Pick<CliContext, 'cwd'>,
  name: string,
  half: 'private' | 'public',
): Promise<{ key: KeyObject; algorithm: ReportSignature['algorithm'] }> {
  const file = visible(name);
  const text = await readFile(path.resolve(cwd, name), 'utf8').catch((error: unknown) => {
    throw new Refusal(EXIT.usage, [
      `${file}: cannot be read (${systemReason(error)}), expected a ${half} key as PEM [report-key-unreadable]`,
    ]);
  });
  const key = keyOf(text, half);
  const algorithm = key === null ? null : algorithmOf(key);
  if (key === null || algorithm === null) {
    throw new Refusal(EXIT.usage, [
      `${file}: is no ${half} key${half === 'private' ? ' without a passphrase' : ''}, expected PEM of an Ed25519, EC or RSA key of 2048 bits or more, as openssl ${MAKES[half]} makes it [report-key-malformed]`,
    ]);
  }
  return { key, algorithm };
}

function keyOf(text: string, half: 'private' | 'public'): KeyObject | null {
  // A public key is derived from a private one as well, and whoever verifies should not have that.
  if (half === 'public' && text.includes('PRIVATE KEY')) return null;
  try {
    return half === 'private' ? createPrivateKey(text) : createPublicKey(text);
  } catch {
    return null;
  }
}

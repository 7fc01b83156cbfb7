import { gunzipSync } from 'node:zlib';

/** A text that was written, said or sent, and where. */
export type Told = readonly [where: string, text: string];

/** Every form in which a secret may stand in a text: as it is, in either case, in hexadecimal, base64 and a URL. */
export function formsOf(secret: string): string[] {
  const bytes = [Buffer.from(secret, 'utf8')];
  // A key that is itself hexadecimal may also leak as the bytes that it stands for.
  if (/^([0-9a-fA-F]{2})+$/.test(secret)) bytes.push(Buffer.from(secret, 'hex'));
  const packed = bytes.flatMap((raw) => [
    raw.toString('hex'),
    raw.toString('hex').toUpperCase(),
    raw.toString('latin1'),
    ...[0, 1, 2].flatMap((skip) => base64At(raw, skip)),
  ]);
  const plain = [secret, secret.toLowerCase(), secret.toUpperCase(), encodeURIComponent(secret)];
  return [...new Set([...plain, ...packed])];
}

/** What of the base64 of a text does not depend on what stands before and after it, where `skip` bytes of a group stand before. */
function base64At(raw: Buffer, skip: number): string[] {
  const whole = Buffer.concat([Buffer.alloc(skip), raw]);
  const from = skip === 0 ? 0 : skip + 1;
  const text = whole.toString('base64').replace(/=+$/, '').slice(from, -2);
  return [text, text.replaceAll('+', '-').replaceAll('/', '_')];
}

/** Where any text holds any of the secrets, by the name of the secret; the text is never quoted. */
export function findLeaks(told: readonly Told[], secrets: Readonly<Record<string, string>>): string[] {
  return Object.entries(secrets).flatMap(([name, secret]) => {
    const forms = formsOf(secret);
    return told
      .filter(([, text]) => forms.some((form) => text.includes(form)))
      .map(([where]) => `${name} in ${where}`);
  });
}

/** Bytes as texts to search: as they are, and unpacked where they are gzip. */
export function textsOf(where: string, bytes: Buffer): Told[] {
  const plain: Told = [where, bytes.toString('latin1')];
  const packed = bytes.length > 2 && bytes[0] === 0x1f && bytes[1] === 0x8b;
  return packed ? [plain, [`${where}, unpacked`, gunzipSync(bytes).toString('latin1')]] : [plain];
}

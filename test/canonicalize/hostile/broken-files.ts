/** One broken file: what was done to a sound one, in words, and its bytes. */
export type BrokenFile = { what: string; bytes: Buffer };

/** Texts that mean something to SQL, shells, paths, pages, logs, spreadsheets or objects, and characters that hide. */
const TEXTS: readonly string[] = [
  "'; DROP TABLE records; --",
  "' OR '1'='1",
  "\"; ATTACH '/etc/passwd'; --",
  '$(touch /tmp/x)',
  '../../../../etc/passwd',
  '..\\..\\windows',
  '/dev/zero',
  '<script>alert(1)</script>',
  '<!DOCTYPE x [<!ENTITY a "b">]>',
  '&a;&#0;',
  '=1+1',
  '@SUM(A1)',
  '-1e999',
  '__proto__',
  'constructor',
  'prototype',
  '{"__proto__": {"x": 1}}',
  '[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[',
  '\u0000',
  '\ufeff',
  '\u202egnp.exe',
  '\u2028\u2029',
  '\u001b[31mred\u001b[0m',
  '\r',
  '\n',
  '\r\n\r\n',
  '"',
  '""',
  '"\n"',
  '\\',
  '|,;\t~^',
  '\u001e\u001f\u0001',
  'NaN',
  '１２３',
  '𝄞e\u0301',
  'a'.repeat(300_000),
  '9'.repeat(5_000),
  '8=FIX.4.4\u00019=5\u000135=0\u000110=000\u0001',
  '%s%n{0}',
];
/** Bytes that are no UTF-8. */
const BYTES: readonly Buffer[] = [
  Buffer.from([0xff]),
  Buffer.from([0xc0, 0x80]),
  Buffer.from([0xed, 0xa0, 0x80]),
  Buffer.from([0xf8, 0x88, 0x80, 0x80, 0x80]),
  Buffer.from([0xe2, 0x82]),
];

/** So many broken files made of a sound one, the same ones each time. */
export function* brokenFiles(sound: Buffer, count: number, seed: number): Generator<BrokenFile> {
  let state = seed;
  const below = (limit: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  const insert = (at: number, bytes: Buffer, removed = 0): Buffer =>
    Buffer.concat([sound.subarray(0, at), bytes, sound.subarray(at + removed)]);
  for (let index = 0; index < count; index += 1) {
    const at = below(sound.length + 1);
    const to = at + below(200);
    const text = TEXTS[index % TEXTS.length] ?? '';
    const bytes = BYTES[index % BYTES.length] ?? Buffer.alloc(0);
    switch (index % 8) {
      case 0:
        yield {
          what: `${JSON.stringify(text.slice(0, 40))} inserted at ${at}`,
          bytes: insert(at, Buffer.from(text)),
        };
        break;
      case 1:
        yield { what: `cut off at ${at}`, bytes: sound.subarray(0, at) };
        break;
      case 2:
        yield { what: `bytes ${at} to ${to} lost`, bytes: insert(at, Buffer.alloc(0), to - at) };
        break;
      case 3:
        yield { what: `bytes ${at} to ${to} twice`, bytes: insert(at, sound.subarray(at, to)) };
        break;
      case 4: {
        const flipped = Buffer.from(sound);
        for (let bit = 0; bit < 1 + below(4); bit += 1) {
          const place = below(sound.length);
          flipped[place] = (flipped[place] ?? 0) ^ (1 << below(8));
        }
        yield { what: `bits flipped, variant ${index}`, bytes: flipped };
        break;
      }
      case 5:
        yield { what: `${bytes.toString('hex')} inserted at ${at}`, bytes: insert(at, bytes) };
        break;
      case 6:
        yield { what: `${to - at} NUL bytes from ${at}`, bytes: insert(at, Buffer.alloc(to - at), to - at) };
        break;
      default:
        yield {
          what: `two halves changed about at ${at}`,
          bytes: Buffer.concat([sound.subarray(at), sound.subarray(0, at)]),
        };
    }
  }
}

import { expect, test } from 'vitest';
import { decodeFix, type Fields, fixOptionsOf } from '../support/decode-fix.js';
import { framed, SOH } from '../support/fix-messages.js';

const plain: Fields = { Type: 35, Symbol: 55, Text: 58 };

async function decode(message: string, separator: string, fields: Fields = plain): Promise<unknown> {
  const [decoded] = await decodeFix(fixOptionsOf(fields, { separator }), [message]);
  return decoded;
}

test.each(['|', '^A', '¦'])(
  'SOH is a fault where fields end with %s, although length and sum agree',
  async (separator) => {
    const shown = Buffer.from(separator, 'utf8').toString('latin1');
    const sound = framed(['35=D', '58=x', '55=ZVZZT'], { separator: shown });
    const before = (tag: string): string => {
      const at = sound.indexOf(tag);
      return `${sound.slice(0, at - shown.length)}${SOH}${sound.slice(at)}`;
    };
    const within = framed(['35=D', `58=${SOH}x`], { separator: shown }).replace(`=${shown}x`, `=${SOH}x`);
    for (const [damaged, text] of [
      [before('55='), '58=x\\x0155=ZVZZT'],
      [before('58='), '35=D\\x0158=x'],
      [within, '58=\\x01x'],
    ] as const) {
      expect(await decode(damaged, separator)).toBe(
        `f:1: the text "${text}" is no FIX field, expected tag=value, a tag without leading zeros and a value without SOH [fix-field]`,
      );
    }
    expect(await decode(`${sound.slice(0, -shown.length)}${SOH}`, separator)).toMatch(
      /"10=[0-9]{3}.*\[fix-field\]$/,
    );
    expect(await decode(sound, separator)).toEqual({ Type: 'D', Text: 'x', Symbol: 'ZVZZT' });
  },
);

test.each(['|', '^A'])('data may hold SOH as it was sent where fields end with %s', async (separator) => {
  const sent = framed(['35=B', '95=3', '96=a^b', '58=x'], { separator });
  // CheckSum counts SOH as 1 and the circumflex as 94.
  const sum = (digits: string): string => String((Number(digits) + 256 - 93) % 256).padStart(3, '0');
  const message = sent.replace('a^b', `a${SOH}b`).replace(/(?<=10=)[0-9]{3}/, sum);
  expect(await decode(message, separator, { ...plain, Raw: 96 })).toEqual({
    Type: 'B',
    Text: 'x',
    Raw: `a${SOH}b`,
  });
  const after = message.replace(`b${separator}58=`, `b${SOH}58=`);
  expect(await decode(after, separator)).toMatch(/\[fix-data-length\]$/);
});

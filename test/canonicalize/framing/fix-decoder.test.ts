import { describe, expect, test } from 'vitest';
import type { FixOptions } from '../../../src/canonicalize/framing/fix-decoder.js';
import { decodeFix, type Fields, fixOptionsOf, partyGroups } from '../support/decode-fix.js';
import { framed, groupOf, SOH } from '../support/fix-messages.js';

const plain: Fields = { Type: 35, Symbol: 55, Text: 58, Own: 9701, Far: 123456 };

async function faultOf(
  message: string | Buffer,
  fields: Fields = plain,
  change: Partial<FixOptions> = {},
): Promise<unknown> {
  const [decoded] = await decodeFix(fixOptionsOf(fields, change), [message]);
  return decoded;
}

describe('fields outside groups', () => {
  test('standard and user-defined tags are read, others passed over', async () => {
    const message = framed([
      '35=D',
      '55=ZVZZT',
      '9701=a=b',
      '123456=far',
      '123457=x',
      '999999999=y',
      '7=1',
      '7=2',
    ]);
    expect(await faultOf(message)).toEqual({ Type: 'D', Symbol: 'ZVZZT', Own: 'a=b', Far: 'far' });
  });

  test('two fields may have one tag', async () => {
    expect(await faultOf(framed(['35=D', '58=x']), { A: 58, B: 58 })).toEqual({ A: 'x', B: 'x' });
  });

  test('values stay what they are', async () => {
    const value = 'a "b" \'; DROP\r\n\u001f=8=FIX';
    expect(await faultOf(framed(['35=D', `58=${value}`]))).toEqual({ Type: 'D', Text: value });
    const utf8 = Buffer.from(framed(['35=D', '58=caf\xc3\xa9']), 'latin1');
    expect(await faultOf(utf8)).toEqual({ Type: 'D', Text: 'café' });
  });

  test.each(['|', '^A', '<SOH>', '¦'])('fields may end with %s', async (separator) => {
    const shown = Buffer.from(separator, 'utf8').toString('latin1');
    const message = framed(['35=D', '58=x^<y', '55=ZVZZT'], { separator: shown });
    expect(await faultOf(message, plain, { separator })).toEqual({
      Type: 'D',
      Symbol: 'ZVZZT',
      Text: 'x^<y',
    });
  });

  test('BodyLength may have leading zeros, and the last separator may be missing', async () => {
    const fields = ['35=D', '55=ZVZZT'];
    const padded = framed(fields, { length: '00014' });
    expect(await faultOf(padded)).toEqual({ Type: 'D', Symbol: 'ZVZZT' });
    expect(await faultOf(framed(fields).slice(0, -1))).toEqual({ Type: 'D', Symbol: 'ZVZZT' });
  });

  test('messages of ignored kinds are told by their value', async () => {
    const options = fixOptionsOf(plain, { ignore: { field: 'Type', values: ['0', 'AE'] } });
    const messages = ['0', 'AE', 'A', '00'].map((type) => framed([`35=${type}`]));
    expect(await decodeFix(options, messages)).toEqual(['ignored', 'ignored', { Type: 'A' }, { Type: '00' }]);
  });
});

describe('a garbled message is told by its first fault', () => {
  const message = framed(['35=D', '55=ZVZZT']);
  const begins = (text: string): string =>
    `f:1: the line begins with ${text}, expected a FIX message: tags 8, 9 and 35 first and 10 last [fix-not-a-message]`;
  test.each([
    ['no message', 'hello', begins('"hello"')],
    ['BodyLength first', '9=5|8=FIX.4.4|35=D|10=000|', begins('"9=5|8=FIX.4.4|35=D|10=000|"')],
    ['MsgType not third', '8=FIX.4.4|9=5|34=1|35=D|10=000|', begins('"8=FIX.4.4|9=5|34=1|35=D|10=000|"')],
    ['CheckSum not last', `${message}58=x|`, /^f:1: .*\[fix-not-a-message\]$/],
    ['no CheckSum', '8=FIX.4.4|9=5|35=D|', begins('"8=FIX.4.4|9=5|35=D|"')],
    ['only a begin', '8=FIX.4.4', begins('"8=FIX.4.4"')],
  ])('%s', async (_, text, fault) => {
    const decoded = await faultOf(text.replaceAll('|', SOH));
    if (typeof fault === 'string') expect(decoded).toBe(fault.replaceAll('|', '\\x01'));
    else expect(decoded).toMatch(fault);
  });

  test.each([
    ['abc', 'abc'],
    ['=5', '=5'],
    ['0=5', '0=5'],
    ['058=5', '058=5'],
    ['-58=5', '-58=5'],
    ['58 =5', '58 =5'],
    ['1234567890=5', '1234567890=5'],
    ['58', '58'],
    ['', ''],
  ])('%j is no field', async (field, text) => {
    expect(await faultOf(framed(['35=D', field, '55=ZVZZT']))).toBe(
      `f:1: the text "${text}" is no FIX field, expected tag=value, a tag without leading zeros and a value without SOH [fix-field]`,
    );
  });

  test('a tag without value, named by the feed or not', async () => {
    for (const tag of [44, 55]) {
      expect(await faultOf(framed(['35=D', `${tag}=`]))).toBe(
        `f:1: tag ${tag} has no value, expected one or no such tag [fix-value-empty]`,
      );
    }
  });

  test('a tag of the feed or of the header that repeats', async () => {
    for (const tag of [55, 34, 52, 35]) {
      expect(await faultOf(framed(['35=D', `${tag}=1`, `${tag}=1`]))).toBe(
        `f:1: tag ${tag} stands twice in the message, expected it once [fix-tag-repeated]`,
      );
    }
  });

  test.each(['13', '15', '014x', '9999999999', '-1'])('BodyLength %s where 14 is right', async (length) => {
    expect(await faultOf(framed(['35=D', '55=ZVZZT'], { length }))).toBe(
      `f:1: BodyLength (9) is "${length}", but the body has 14 bytes [fix-body-length]`,
    );
  });

  test.each(['112', '110', '11', '0111', 'abc'])('CheckSum %s where 111 is right', async (sum) => {
    expect(await faultOf(framed(['35=D', '55=ZVZZT', '58=x'], { sum }))).toBe(
      `f:1: CheckSum (10) is "${sum}", but the bytes sum to "111" [fix-checksum]`,
    );
  });
});

describe('repeating groups', () => {
  const fields: Fields = {
    Count: 453,
    First: { tag: 448, in: { group: 453, index: 1 } },
    Second: { tag: 448, in: { group: 453, index: 2 } },
    Firm: { tag: 448, in: { group: 453, where: { 452: '1' } } },
    Trader: { tag: 448, in: { group: 453, where: { 447: 'D', 452: '36' } } },
    Desk: {
      tag: 523,
      in: [
        { group: 453, where: { 452: '36' } },
        { group: 802, where: { 803: '24' } },
      ],
    },
    Subs: { tag: 802, in: { group: 453, where: { 452: '36' } } },
    Text: 58,
  };
  const decode = (parts: readonly string[]): Promise<unknown> =>
    faultOf(framed(['35=8', ...parts]), fields, { groups: partyGroups });
  const firm = ['448=ACME', '447=D', '452=1'];
  const trader = ['448=T1', '452=36', '447=D'];

  test('a field is reached by number or by condition, through groups within groups', async () => {
    const desk = groupOf(802, [
      ['523=x', '803=4'],
      ['523=ny', '803=24'],
    ]);
    expect(await decode([...groupOf(453, [firm, [...trader, ...desk]]), '58=after'])).toEqual({
      Count: '2',
      First: 'ACME',
      Second: 'T1',
      Firm: 'ACME',
      Trader: 'T1',
      Desk: 'ny',
      Subs: '2',
      Text: 'after',
    });
  });

  test('what follows the inner group may be of the outer one', async () => {
    const parts = ['453=1', '448=T1', '802=1', '523=ny', '803=24', '452=36', '447=D'];
    expect(await decode(parts)).toEqual({ Count: '1', First: 'T1', Trader: 'T1', Desk: 'ny', Subs: '1' });
  });

  test('an entry that is not there has no value; a group may be empty', async () => {
    expect(await decode(groupOf(453, [firm]))).toEqual({ Count: '1', First: 'ACME', Firm: 'ACME' });
    expect(await decode(['453=0', '58=x'])).toEqual({ Count: '0', Text: 'x' });
    expect(await decode(['58=x'])).toEqual({ Text: 'x' });
    expect(await decode(['453=002', '448=a', '448=b'])).toEqual({ Count: '002', First: 'a', Second: 'b' });
  });

  test.each([
    ['too few entries', ['453=2', ...firm, '58=x'], 'tag 453 declares "2" entries, but the group has 1'],
    ['too many entries', ['453=1', ...firm, ...trader], 'tag 453 declares "1" entries, but the group has 2'],
    ['entries of an empty group', ['453=0', ...firm], 'tag 453 declares "0" entries, but the group has 1'],
    ['no entries', ['453=1', '58=x'], 'tag 453 declares "1" entries, but the group has 0'],
    ['a count that is none', ['453=x', ...firm], 'tag 453 declares "x" entries, but the group has 1'],
    [
      'too few entries of an inner group',
      ['453=1', '448=T1', '802=2', '523=ny', '452=36'],
      'tag 802 declares "2" entries, but the group has 1',
    ],
    [
      'too few entries at the end of the message',
      ['453=2', '448=T1', '802=1', '523=ny'],
      'tag 453 declares "2" entries, but the group has 1',
    ],
  ])('%s', async (_, parts, text) => {
    expect(await decode(parts)).toBe(`f:1: ${text} [fix-group-count]`);
  });

  test.each([
    ['an entry that begins with another tag', ['453=1', '447=D', '448=ACME'], 447, 453],
    ['an inner entry that does', ['453=1', '448=T1', '802=1', '803=24', '523=ny'], 803, 802],
    ['a member after the group', ['453=1', ...firm, '58=x', '447=D'], 447, 453],
    ['a first tag after the group', ['453=1', ...firm, '58=x', '448=B'], 448, 453],
    ['a member without a group', ['452=1'], 452, 453],
    ['an inner group without the outer one', ['802=1', '523=ny'], 802, 453],
  ])('%s', async (_, parts, tag, group) => {
    const text = `tag ${tag} stands outside the entries of group ${group}, expected it inside one after its first tag`;
    expect(await decode(parts)).toBe(`f:1: ${text} [fix-group-order]`);
  });

  test('a tag that repeats within an entry, and a group that does', async () => {
    const twice = (tag: number): string =>
      `f:1: tag ${tag} stands twice in the message, expected it once [fix-tag-repeated]`;
    expect(await decode(['453=1', ...firm, '452=3'])).toBe(twice(452));
    expect(await decode([...groupOf(453, [firm]), '58=x', ...groupOf(453, [trader])])).toBe(twice(453));
    expect(await decode(groupOf(453, [firm, firm.slice(0, 2)]))).toMatchObject({ Second: 'ACME' });
  });

  test('two entries that meet a condition', async () => {
    expect(await decode(groupOf(453, [firm, firm]))).toBe(
      'f:1: field "Firm" stands in 2 entries of group 453, expected one that meets its condition [fix-entry-ambiguous]',
    );
  });

  test('a tag of a group may be a field of other messages', async () => {
    const orders: Partial<FixOptions> = { groups: [{ count: 73, first: 11, members: [54] }] };
    const both: Fields = { Order: 11, Second: { tag: 11, in: { group: 73, index: 2 } }, Side: 54 };
    expect(await faultOf(framed(['35=D', '11=A', '54=1']), both, orders)).toEqual({ Order: 'A', Side: '1' });
    const list = framed(['35=E', ...groupOf(73, [['11=A', '54=1'], ['11=B']])]);
    expect(await faultOf(list, both, orders)).toEqual({ Second: 'B' });
  });

  test('groups that are not declared are read as if their tags stood outside', async () => {
    const message = framed(['35=8', ...groupOf(453, [firm, trader]), '58=x']);
    expect(await faultOf(message)).toEqual({ Type: '8', Text: 'x' });
  });
});

describe('data with a length', () => {
  const raw = `a${SOH}10=000${SOH}\xff\0=`;

  test('holds separators, equals signs and bytes that are no text, unless the feed names it', async () => {
    const message = framed(['35=B', `95=${raw.length}`, `96=${raw}`, '58=x']);
    expect(await faultOf(message)).toEqual({ Type: 'B', Text: 'x' });
    expect(await faultOf(message, { Raw: 96 })).toMatch(
      /is not UTF-8.*\[text-not-utf8\]$|is NUL.*\[character-nul\]$/,
    );
    const text = `a${SOH}b=c`;
    const sound = framed(['35=B', `95=00${text.length}`, `96=${text}`, '58=x']);
    expect(await faultOf(sound, { Raw: 96, Length: 95 })).toEqual({ Raw: text, Length: `00${text.length}` });
  });

  test('of a tag that only this feed knows, and in a group', async () => {
    const own = framed(['35=B', `5001=${raw.length}`, `5000=${raw}`, '58=x']);
    expect(await faultOf(own, plain, { data: { 5000: 5001 } })).toEqual({ Type: 'B', Text: 'x' });
    expect(await faultOf(own)).toMatch(/\[fix-not-a-message\]$/);
    const legs: Partial<FixOptions> = { groups: [{ count: 555, first: 600, members: [618, 619, 687] }] };
    const fields: Fields = { Size: { tag: 687, in: { group: 555, index: 1 } } };
    const leg = framed(['35=8', '555=1', '600=A', `618=${raw.length}`, `619=${raw}`, '687=5']);
    expect(await faultOf(leg, fields, legs)).toEqual({ Size: '5' });
  });

  test('with another separator counts as it was sent or as it is shown', async () => {
    const shown = 'a|b';
    for (const message of [
      framed(['35=B', '95=3', `96=a${SOH}b`, '58=x'], { separator: '|' }),
      framed(['35=B', '95=3', `96=${shown}`, '58=x'], { separator: '|' }),
    ]) {
      expect(await faultOf(message, plain, { separator: '|' })).toEqual({ Type: 'B', Text: 'x' });
    }
  });

  test.each([
    ['shorter than declared', ['95=4', '96=abc', '58=x'], '4'],
    ['longer than declared', ['95=2', '96=abc', '58=x'], '2'],
    ['past the message', ['95=400', '96=abc'], '400'],
    ['of no number of bytes', ['95=x', '96=abc'], 'x'],
    ['after another tag', ['95=3', '58=x', '96=abc'], '3'],
    ['missing', ['95=3'], '3'],
  ])('%s', async (_, parts, declared) => {
    expect(await faultOf(framed(['35=B', ...parts]))).toBe(
      `f:1: tag 95 declares "${declared}" bytes, expected tag 96 with so many bytes next [fix-data-length]`,
    );
  });

  test('does not hide what else is wrong', async () => {
    const bad = framed(['35=B', '058=x', `95=${raw.length}`, `96=${raw}`]);
    expect(await faultOf(bad)).toMatch(/"058=x".*\[fix-field\]$/);
    const short = framed(['35=B', `95=${raw.length}`, `96=${raw}`], { length: '1' });
    expect(await faultOf(short)).toMatch(/\[fix-body-length\]$/);
  });

  test('text outside it must be text', async () => {
    const bad = framed(['35=B', `95=${raw.length}`, `96=${raw}`, '58=\xff']);
    const offset = bad.lastIndexOf('\xff');
    expect(await faultOf(bad)).toBe(
      `f:1: the byte at offset ${offset} is not UTF-8, expected UTF-8 as the feed declares [text-not-utf8]`,
    );
  });
});

describe('text of a log before a message', () => {
  const message = framed(['35=D', '58=x']);

  test('is no part of the message', async () => {
    const messages = [`20261120-09:30:00.000 : ${message}`, message, `448=FIX ${message}`];
    const expected = { Type: 'D', Text: 'x' };
    expect(await decodeFix(fixOptionsOf(plain, { log_prefix: true }), messages)).toEqual([
      expected,
      expected,
      expected,
    ]);
  });

  test('may hold values', async () => {
    const fields: Fields = {
      Text: 58,
      Direction: { prefix: 'direction' },
      Time: { prefix: 'time' },
      Who: { prefix: 'who' },
    };
    const log_prefix = '(?P<time>[0-9:.]+) (?P<direction>IN|OUT)( (?P<who>[a-zé]+))?: ';
    const options = fixOptionsOf(fields, { log_prefix, ignore: { field: 'Direction', values: ['OUT'] } });
    const messages = [
      `09:30 IN: ${message}`,
      `09:31 OUT: ${message}`,
      Buffer.from(`9:32 IN é: ${message}`, 'utf8'),
    ];
    expect(await decodeFix(options, messages)).toEqual([
      { Text: 'x', Direction: 'IN', Time: '09:30' },
      'ignored',
      { Text: 'x', Direction: 'IN', Time: '9:32', Who: 'é' },
    ]);
  });

  test('without a message is a bad record, whatever was read before', async () => {
    const texts = [`IN ${message}`, 'IN \xff', `IN ${message}`, 'IN x', `\xe9 ${message}`];
    const decoded = await decodeFix(fixOptionsOf(plain, { log_prefix: '[A-Z ]*' }), texts);
    expect(decoded.map((one) => (typeof one === 'string' ? one.replace(/.*\[/, '') : one))).toEqual([
      { Type: 'D', Text: 'x' },
      'text-not-utf8]',
      { Type: 'D', Text: 'x' },
      'fix-not-a-message]',
      'text-not-utf8]',
    ]);
  });

  test('is matched anew where digits matter', async () => {
    const options = fixOptionsOf(plain, { log_prefix: '[0-2][0-9]: ' });
    const [good, bad] = await decodeFix(options, [`29: ${message}`, `39: ${message}`]);
    expect(good).toEqual({ Type: 'D', Text: 'x' });
    expect(bad).toMatch(/^f:2: the text "39: " stands before the message.*\[fix-log-prefix\]$/);
  });

  test('must match as a whole, and be text', async () => {
    const log_prefix = '[0-9:]+ ';
    expect(await faultOf(`at 09:30 ${message}`, plain, { log_prefix })).toBe(
      'f:1: the text "at 09:30 " stands before the message, expected text that matches [0-9:]+  [fix-log-prefix]',
    );
    expect(await faultOf('09:30 logged on', plain, { log_prefix })).toMatch(
      /begins with "09:30 logged on".*\[fix-not-a-message\]$/,
    );
    expect(await faultOf(`\xff${message}`, plain, { log_prefix: true })).toMatch(
      /offset 0 is not UTF-8.*\[text-not-utf8\]$/,
    );
  });
});

describe('messages that are sent again', () => {
  const fields: Fields = { Sent: 52, First: 122, Again: 43 };
  const again = framed(['35=8', '34=1', '43=Y', '52=20261120-10:00:00', '122=20261120-09:00:00']);
  const [first, second] = ['20261120-09:00:00', '20261120-10:00:00'];

  test('PossDupFlag: with the time of the first sending', async () => {
    expect(await faultOf(again, fields)).toEqual({ Sent: first, First: first, Again: 'Y' });
    expect(await faultOf(again, fields, { resends: 'as-sent' })).toEqual({
      Sent: second,
      First: first,
      Again: 'Y',
    });
    const never = framed(['35=8', '34=1', '43=N', `52=${second}`, `122=${first}`]);
    expect(await faultOf(never, fields)).toEqual({ Sent: second, First: first, Again: 'N' });
    expect(await faultOf(framed(['35=8', '34=1', '43=Y', `52=${second}`]), fields)).toEqual({
      Sent: second,
      Again: 'Y',
    });
  });

  test('PossResend: cannot be told by a sequence number', async () => {
    const resent = framed(['35=8', '34=9', '97=Y', `52=${second}`]);
    expect(await faultOf(resent, fields)).toEqual({ Sent: second });
    expect(await faultOf(resent, fields, { keyed_by_sequence: true })).toBe(
      'f:1: PossResend (97) is "Y" and the message has a new MsgSeqNum, by which the feed\'s key cannot find what it repeats; key the feed by ExecID or the like [fix-resend-unkeyed]',
    );
    const kept = { keyed_by_sequence: true, resends: 'as-sent' } as const;
    expect(await faultOf(resent, fields, kept)).toEqual({ Sent: second });
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FixMessageCutter } from '../../../src/canonicalize/framing/fix-message-cutter.js';
import type { RecordSink } from '../../../src/canonicalize/framing/record-cutter.js';
import { framed, SOH } from '../support/fix-messages.js';

type Cut = { offset: number; line: number; text: string };

type Options = { separator?: string; prefixed?: boolean; limit?: number };

function cut(chunks: readonly Buffer[], options: Options = {}): { cuts: Cut[]; records: number } {
  const cuts: Cut[] = [];
  const sink: RecordSink = {
    record: ({ buffer, start, end, number, offset }, last) => {
      expect(last).toBe(false);
      cuts.push({ offset, line: number, text: buffer.toString('latin1', start, end) });
    },
    blank: () => expect.unreachable(),
    oversized: ({ number, offset, bytes }) => cuts.push({ offset, line: number, text: `${bytes} bytes` }),
    refuse: () => expect.unreachable(),
  };
  const { separator = SOH, prefixed = false, limit = 1000 } = options;
  const cutter = new FixMessageCutter(sink, { limit, separator: Buffer.from(separator), prefixed });
  for (const chunk of chunks) cutter.push(Buffer.from(chunk));
  cutter.end();
  return { cuts, records: cutter.records };
}

const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');
const textsOf = (text: string, options: Options = {}): string[] =>
  cut([bytes(text)], options).cuts.map((one) => one.text);

const order = (number: number, separator = SOH): string =>
  framed(['35=D', `34=${number}`, '55=ZVZZT', `58=${'x'.repeat(number % 7)}y`], { separator });
const [a, b, c] = [order(1), order(2), order(3)];

describe('messages of a file', () => {
  test.each([
    ['one after the other', `${a}${b}${c}`],
    ['on lines', `${a}\n${b}\r\n${c}\n`],
    ['between blanks and after a byte-order mark', `\xef\xbb\xbf  ${a}\n\n\t ${b} ${c}\n \n`],
  ])('%s', (_, content) => {
    expect(textsOf(content)).toEqual([a, b, c]);
  });

  test('a message is told by its line and its offset', () => {
    expect(cut([bytes(`${a}${b}\n\n${c}`)]).cuts).toEqual([
      { offset: 0, line: 1, text: a },
      { offset: a.length, line: 1, text: b },
      { offset: a.length + b.length + 2, line: 3, text: c },
    ]);
  });

  test('a file without a message, and an empty one', () => {
    expect(textsOf('no message')).toEqual(['no message']);
    expect(cut([]).cuts).toEqual([]);
    expect(textsOf(' \n\n')).toEqual([]);
  });

  test('the last separator may be missing at the end of a line or of the file', () => {
    const [first, last] = [a.slice(0, -1), b.slice(0, -1)];
    expect(textsOf(`${first}\n${last}`)).toEqual([first, last]);
    expect(textsOf(`${first}\r\n${last}`)).toEqual([first, last]);
  });

  test('another separator, of one character or several', () => {
    for (const separator of ['|', '^A', '<SOH>']) {
      const texts = [order(1, separator), order(2, separator)];
      expect(textsOf(texts.join(''), { separator })).toEqual(texts);
      expect(textsOf(texts.join('\n'), { separator })).toEqual(texts);
    }
  });

  test('data may hold line ends and whole messages', () => {
    const inner = `${b}\n${c}`;
    const outer = framed(['35=B', `95=${inner.length}`, `96=${inner}`]);
    expect(textsOf(`${a}${outer}${b}`)).toEqual([a, outer, b]);
  });

  test('text of a log belongs to the message that it stands before', () => {
    const [first, second] = ['20261120 IN ', '20261120|OUT|'];
    const text = `${first}${order(1, '|')}\n${second}${order(2, '|')}${first}${order(3, '|')}`;
    expect(textsOf(text, { separator: '|', prefixed: true })).toEqual([
      `${first}${order(1, '|')}`,
      `${second}${order(2, '|')}`,
      `${first}${order(3, '|')}`,
    ]);
  });
});

describe('a garbled message is one bad record', () => {
  const long = framed(['35=D', '34=1', '55=ZVZZT'], { length: '999' });
  const short = framed(['35=D', '34=1', '55=ZVZZT'], { length: '7' });
  test.each([
    ['too long a BodyLength', long, [long]],
    ['too short a BodyLength', short, [short]],
    ['no BodyLength', a.replace(`${SOH}9=`, `${SOH}x=`), [a.replace(`${SOH}9=`, `${SOH}x=`)]],
    ['no BeginString', a.slice(2), [a.slice(2)]],
    ['no CheckSum', a.slice(0, -7), [a.slice(0, -7)]],
    ['a CheckSum of two digits', `${a.slice(0, -2)}${SOH}`, [`${a.slice(0, -2)}${SOH}`]],
    ['only its end', a.slice(-20), [a.slice(-20)]],
    ['only its begin', a.slice(0, 20), [a.slice(0, 20)]],
    ['text of another kind', 'Connected to BOLT', ['Connected to BOLT']],
  ])('%s', (_, bad, records) => {
    expect(textsOf(`${b}${bad}${c}`)).toEqual([b, ...records, c]);
    expect(textsOf(`${bad}\n${c}`)).toEqual([...records, c]);
    expect(textsOf(`${b}\n${bad}`)).toEqual([b, ...records]);
  });

  test('a BodyLength that leads to the CheckSum of the next message', () => {
    const bad = a.replace(/9=\d+/, `9=${a.length + b.length - 22}`);
    const [, declared] = /9=(\d+)/.exec(bad) as unknown as [string, string];
    expect(`${bad}${b}`.slice(bad.indexOf('35=') + Number(declared))).toMatch(/^10=/);
    expect(textsOf(`${bad}${b}${c}`)).toEqual([bad, b, c]);
  });

  test('text before the message after it stays with that one', () => {
    const bad = `${a.slice(0, -4)}?`;
    const options = { prefixed: true };
    expect(textsOf(`IN ${bad}\nOUT ${b}`, options)).toEqual([`IN ${bad}`, `OUT ${b}`]);
    expect(textsOf(`IN ${a.slice(0, -9)}${SOH}OUT ${b}`, options)).toEqual([
      `IN ${a.slice(0, -9)}${SOH}`,
      `OUT ${b}`,
    ]);
    expect(textsOf(`started\nIN ${b}`, options)).toEqual(['started', `IN ${b}`]);
  });
});

describe('a record over the limit', () => {
  /** A message of so many bytes, its BodyLength of three digits or four. */
  const sized = (length: number): string => {
    const rest = framed(['35=B', '58=']).length + (length > 1023 ? 3 : 2);
    return framed(['35=B', `58=${'x'.repeat(length - rest)}`]);
  };

  test('at the limit it is a record, one byte over it is counted', () => {
    const [fits, over] = [sized(1000), sized(1001)];
    expect([fits.length, over.length]).toEqual([1000, 1001]);
    expect(textsOf(`${a}${fits}${over}${b}`)).toEqual([a, fits, '1001 bytes', b]);
  });

  test.each([10, 100, 5000])('its bytes are given up, not gathered, in chunks of %i bytes', (size) => {
    const content = bytes(`${a}${sized(9001)}\n${b}${'y'.repeat(7000)} ${c}`);
    const chunks = Array.from({ length: Math.ceil(content.length / size) }, (_, index) =>
      content.subarray(index * size, (index + 1) * size),
    );
    const { cuts, records } = cut(chunks);
    expect(records).toBe(5);
    expect(cuts).toEqual([
      { offset: 0, line: 1, text: a },
      { offset: a.length, line: 1, text: '9001 bytes' },
      { offset: a.length + 9002, line: 2, text: b },
      { offset: a.length + 9002 + b.length, line: 2, text: '7000 bytes' },
      { offset: content.length - c.length, line: 2, text: c },
    ]);
  });
});

/** A file of a few messages, some damaged, with anything between them. */
const files = fc
  .array(
    fc.oneof(
      { weight: 5, arbitrary: fc.nat(50).map((number) => order(number)) },
      fc.constantFrom(
        SOH,
        '\n',
        '\r\n',
        ' ',
        'IN ',
        '8=FIX',
        '8=FIX.4.4',
        `${SOH}10=123${SOH}`,
        '9=5',
        '35=',
        '\xff',
      ),
      fc.tuple(fc.nat(50), fc.nat(200), fc.nat(255)).map(([number, at, byte]) => {
        const message = bytes(order(number));
        message[at % message.length] = byte;
        return message.toString('latin1');
      }),
    ),
    { maxLength: 12 },
  )
  .map((parts) => bytes(parts.join('')));

test('however the bytes are cut into chunks, the records are the same', () => {
  fc.assert(
    fc.property(
      files,
      fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }),
      fc.boolean(),
      (content, sizes, prefixed) => {
        const chunks: Buffer[] = [];
        for (let from = 0, turn = 0; from < content.length; turn += 1) {
          const size = sizes[turn % sizes.length] ?? 1;
          chunks.push(content.subarray(from, from + size));
          from += size;
        }
        expect(cut(chunks, { prefixed })).toEqual(cut([content], { prefixed }));
      },
    ),
    { numRuns: 1000 },
  );
});

test('every byte is in one record or is a blank between two', () => {
  fc.assert(
    fc.property(files, fc.boolean(), (content, prefixed) => {
      const { cuts } = cut([content], { prefixed });
      let at = 0;
      for (const { offset, text } of cuts) {
        expect(content.toString('latin1', at, offset)).toMatch(/^(\xef\xbb\xbf)?[ \t\r\n]*$/);
        expect(content.toString('latin1', offset, offset + text.length)).toBe(text);
        expect(text).toMatch(/^[^ \t\r\n]/);
        at = offset + text.length;
      }
      expect(content.toString('latin1', at)).toMatch(/^(\xef\xbb\xbf)?[ \t\r\n]*$/);
    }),
    { numRuns: 1000 },
  );
});

test('one damaged byte spoils one message, or a second one where it joins both', () => {
  const messages = [1, 2, 3, 4, 5].map((number) => order(number));
  const place = fc.nat(messages.join('').length - 1);
  fc.assert(
    fc.property(place, fc.nat(255), fc.constantFrom('', '\n'), (at, byte, between) => {
      const content = bytes(messages.join(between));
      content[at] = byte;
      const { cuts } = cut([content]);
      const whole = messages.filter((message) => cuts.some(({ text }) => text === message));
      expect(whole.length).toBeGreaterThanOrEqual(4);
    }),
    { numRuns: 2000 },
  );
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LineCutter } from '../../../src/canonicalize/framing/line-cutter.js';
import { inChunks, recordingSink } from '../support/cut-record.js';

const LIMIT = 16;

function cut(chunks: readonly Buffer[]): { events: string[]; lines: number; trailing: number } {
  const events: string[] = [];
  const cutter = new LineCutter(recordingSink(events), LIMIT);
  for (const chunk of chunks) cutter.push(Buffer.from(chunk));
  cutter.end();
  return { events, lines: cutter.lines, trailing: cutter.trailing_blanks };
}

const text = (value: string): Buffer => Buffer.from(value, 'latin1');

describe('lines of a file', () => {
  test.each([
    ['LF', 'a\nb\n', ['line 1 @0 "a"', 'line 2 @2 "b" last']],
    ['CRLF', 'a\r\nb\r\n', ['line 1 @0 "a"', 'line 2 @3 "b" last']],
    ['no end', 'a\nb', ['line 1 @0 "a"', 'line 2 @2 "b" last']],
    ['a CR that ends the file', 'a\nb\r', ['line 1 @0 "a"', 'line 2 @2 "b" last']],
    ['a CR inside', 'a\rb\n', ['line 1 @0 "a\\rb" last']],
    [
      'blank lines between',
      'a\n\n\r\nb',
      ['line 1 @0 "a"', 'blank 2 @2', 'blank 3 @3', 'line 4 @5 "b" last'],
    ],
    ['blank lines first', '\na\n', ['blank 1 @0', 'line 2 @1 "a" last']],
    ['blank lines last', 'a\n\n\n', ['line 1 @0 "a" last']],
    ['nothing', '', []],
    ['at the limit', `${'x'.repeat(LIMIT)}\r\n`, [`line 1 @0 "${'x'.repeat(LIMIT)}" last`]],
    ['over the limit', `${'x'.repeat(LIMIT + 1)}\r\nb`, ['oversized 1 @0 17', 'line 2 @19 "b" last']],
    ['over the limit at the end', `a\n${'x'.repeat(LIMIT + 1)}`, ['line 1 @0 "a"', 'oversized 2 @2 17']],
  ])('%s', (_, content, events) => {
    expect(cut([text(content)]).events).toEqual(events);
  });

  test('blank lines at the end are counted apart', () => {
    expect(cut([text('a\n\n\n')])).toMatchObject({ lines: 3, trailing: 2 });
    expect(cut([text('\n\n')])).toMatchObject({ lines: 2, trailing: 2, events: [] });
  });
});

const bytes = fc
  .array(fc.constantFrom('\n', '\r\n', '\r', 'a', '"', '|', '\xff', 'x'.repeat(LIMIT - 1), 'y'.repeat(40)), {
    maxLength: 30,
  })
  .map((parts) => text(parts.join('')));

test('however the bytes are cut into chunks, the lines are the same', () => {
  fc.assert(
    fc.property(bytes, fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1 }), (content, sizes) => {
      expect(cut(inChunks(content, sizes))).toEqual(cut([content]));
    }),
    { numRuns: 500 },
  );
});

test('lines and their places are what splitting the text gives', () => {
  fc.assert(
    fc.property(bytes, (content) => {
      const parts = content.toString('latin1').split('\n');
      if (parts.at(-1) === '') parts.pop();
      let offset = 0;
      const expected = parts.map((part, index) => {
        const line = part.replace(/\r$/, '');
        const place = `${index + 1} @${offset}`;
        offset += part.length + 1;
        if (line === '') return `blank ${place}`;
        if (line.length > LIMIT) return `oversized ${place} ${line.length}`;
        return `line ${place} ${JSON.stringify(line)}`;
      });
      while (expected.at(-1)?.startsWith('blank') === true) expected.pop();
      const { events } = cut([content]);
      expect(events.map((event) => event.replace(/ last$/, ''))).toEqual(expected);
    }),
    { numRuns: 500 },
  );
});

test('a line that is too long does not hold back the line before it', () => {
  const events: string[] = [];
  const cutter = new LineCutter(recordingSink(events), LIMIT);
  cutter.push(text('first\n'));
  cutter.push(Buffer.alloc(LIMIT + 1, 120));
  expect(events).toEqual([]);
  cutter.push(Buffer.alloc(1, 120));
  expect(events).toEqual(['line 1 @0 "first"']);
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LogicalRecordCutter } from '../../../src/canonicalize/framing/logical-record-cutter.js';
import { inChunks, recordingSink } from '../support/cut-record.js';
import { changedFeed, shippedFeed } from '../support/feeds.js';

const LIMIT = 32;
const delta = shippedFeed('delta-orders');
const feed = changedFeed(delta, {
  format: { ...delta.spec.format, width: 4, lines: 3, sequence: { start: 1, width: 1 }, comment: '#' },
  header: { match: '^H *$' },
  trailer: { match: '^T *$' },
});

function cut(chunks: readonly Buffer[]) {
  const events: string[] = [];
  const cutter = new LogicalRecordCutter(feed, recordingSink(events), LIMIT);
  for (const chunk of chunks) cutter.push(chunk);
  cutter.end();
  return { events, records: cutter.records, lines: cutter.lines, trailing: cutter.trailing_blanks };
}

const text = (value: string): Buffer => Buffer.from(value, 'utf8');

describe('records of three lines', () => {
  test.each<[string, string, string[]]>([
    [
      'between header and trailer',
      'H\n1a\n2a\n3a\n1b\n2b\n3b\nT\n',
      ['line 1 @0 "H"', 'line 2 @2 "1a\\n2a\\n3a"', 'line 5 @11 "1b\\n2b\\n3b"', 'line 8 @20 "T" last'],
    ],
    ['CRLF within and between', '1a\r\n2a\r\n3a\r\n', ['line 1 @0 "1a\\r\\n2a\\r\\n3a" last']],
    ['a line missing', '1a\n3a\n1b\n2b\n3b', ['line 1 @0 "1a\\n3a"', 'line 3 @6 "1b\\n2b\\n3b" last']],
    [
      'the first line missing',
      '2a\n3a\n1b\n2b\n3b',
      ['line 1 @0 "2a\\n3a"', 'line 3 @6 "1b\\n2b\\n3b" last'],
    ],
    ['a line twice', '1a\n2a\n2a\n3a\n1b', ['line 1 @0 "1a\\n2a\\n2a\\n3a"', 'line 5 @12 "1b" last']],
    [
      'a line too many',
      '1a\n2a\n3a\n3a\n1b\n2b',
      ['line 1 @0 "1a\\n2a\\n3a"', 'line 4 @9 "3a"', 'line 5 @12 "1b\\n2b" last'],
    ],
    ['a blank line within', '1a\n\n2a\n3a\n1b', ['line 1 @0 "1a\\n\\n2a\\n3a"', 'line 5 @10 "1b" last']],
    ['a blank line before', '\n1a\n2a\n3a', ['blank 1 @0', 'line 2 @1 "1a\\n2a\\n3a" last']],
    [
      'a comment ends a record',
      '1a\n#x\n2a\n1b',
      ['line 1 @0 "1a"', 'line 2 @3 "#x"', 'line 3 @6 "2a"', 'line 4 @9 "1b" last'],
    ],
    ['no number at all', 'xx\n1a\n2a\n3a', ['line 1 @0 "xx"', 'line 2 @3 "1a\\n2a\\n3a" last']],
    ['a byte-order mark', '\ufeff1a\n2a\n3a', ['line 1 @0 "ï»¿1a\\n2a\\n3a" last']],
    [
      'over the limit',
      `1a\n2${'x'.repeat(30)}\n3a\n1b\n2b\n3b`,
      ['oversized 1 @0 37', 'line 4 @38 "1b\\n2b\\n3b" last'],
    ],
    ['a line over the limit', `1a\n2${'x'.repeat(40)}\n1b`, ['oversized 1 @0 44', 'line 3 @45 "1b" last']],
  ])('%s', (_, content, events) => {
    expect(cut([text(content)]).events).toEqual(events);
  });
});

const damaged = fc
  .array(
    fc.constantFrom(
      '1a\n',
      '2a\n',
      '3a\n',
      '1a\n2a\n3a\n',
      '\n',
      '\r\n',
      'T\n',
      '#\n',
      `2${'x'.repeat(40)}\n`,
      '3',
    ),
    {
      maxLength: 30,
    },
  )
  .map((parts) => text(parts.join('')));

test('whatever lines are lost or repeated, the records hold every byte, and chunks change nothing', () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 });
  fc.assert(
    fc.property(damaged, sizes, (content, pieces) => {
      const whole = cut([content]);
      expect(cut(inChunks(content, pieces))).toEqual(whole);
      let at = 0;
      for (const event of whole.events) {
        const [, offset, body = '', bytes = ''] = /@(\d+) ?(".*")? ?(\d+)?/.exec(event) ?? [];
        expect(content.subarray(at, Number(offset)).toString()).toMatch(/^\r?\n?$/);
        at = Number(offset) + (body === '' ? Number(bytes) : (JSON.parse(body) as string).length);
      }
      expect(content.subarray(at).toString().trim()).toBe('');
      expect(whole.records).toBe(whole.events.length + whole.trailing);
    }),
    { numRuns: 1000 },
  );
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ControlPattern } from '../../../src/canonicalize/framing/control-pattern.js';
import { compilePattern } from '../../../src/canonicalize/validation/re2-expression.js';
import { cutRecord } from '../support/cut-record.js';

const count = '(?P<count>[0-9]+)';

describe('a control line', () => {
  test.each<[string, string, string, string | null]>([
    [`^END\\|${count}$`, '|', 'END|5', '5'],
    [`^END\\|${count}$`, '|', 'END|5|||', '5'],
    [`^END\\|${count}$`, '|', 'END|5|x||', null],
    [`^END\\|${count}$`, '', 'END|5|', null],
    [`^END\\|${count}\\|\\|$`, '|', 'END|5||', '5'],
    [`^END~\\|~${count}$`, '~|~', 'END~|~5~|~~|~', '5'],
    [`^T${count} *$`, ' ', 'T0005   ', '0005'],
    [`^T${count}$`, ' ', 'T0005   ', '0005'],
    [`^END+${count}$`, '', 'ENDDD5', '5'],
    [`^EN(D|E)${count}$`, '', 'ENE5', '5'],
    [`^END${count}|X${count.replace('count', 'other')}$`, '', 'X5', null],
    [`(?i)end${count}`, '', 'END5', '5'],
    [`^é\\.${count}`, '', 'é.5', '5'],
    [`^é?${count}`, '', '5', '5'],
    [`^${count}$`, '|', '|||', null],
  ])('%s with padding %j in %j', (source, padding, line, expected) => {
    expect(new ControlPattern(source, padding).match(cutRecord(line))?.get('count') ?? null).toBe(expected);
  });

  test('without padding is what the expression says, whatever it begins with', () => {
    const part = fc.constantFrom(
      '^',
      '$',
      'a',
      'b',
      '\\|',
      '\\\\',
      '|',
      '.',
      'a*',
      'b?',
      '[ab]',
      '(a|b)',
      'é',
      '{',
      '\\.',
    );
    const text = fc
      .array(fc.constantFrom('a', 'b', '|', '\\', 'é', '.', '{', '🙂'))
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.array(part, { minLength: 1 }), text, (parts, line) => {
        const source = parts.join('');
        const pattern = compilable(source);
        if (pattern === null) return;
        const matches = new ControlPattern(source, '').match(cutRecord(line)) !== null;
        expect(matches).toBe(pattern.matchGroups(line) !== null);
      }),
      { numRuns: 2000 },
    );
  });
});

function compilable(source: string): ReturnType<typeof compilePattern> | null {
  try {
    return compilePattern(source);
  } catch {
    return null;
  }
}

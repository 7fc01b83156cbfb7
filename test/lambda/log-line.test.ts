import fc from 'fast-check';
import { expect, test } from 'vitest';
import { OperationalFailure } from '../../src/domain/operational-failure.js';
import { failureFields, type LogOrigin, logLine } from '../../src/lambda/log-line.js';

const origin: LogOrigin = { run_id: 'r1', step: 'canonicalize-delivery', execution: 'e1', request_id: null };
const at_ms = Date.UTC(2026, 10, 27, 23, 30);

test('a line says when, how loud, what, whose work it is, and then its fields', () => {
  const line = logLine(origin, {
    level: 'info',
    code: 'delivery-published',
    at_ms,
    fields: { feed: 'acme-orders', records: 12, bytes: 9_007_199_254_740_993n },
  });
  expect(line).toBe(
    '{"at":"2026-11-27T23:30:00.000Z","level":"info","code":"delivery-published","run_id":"r1","step":"canonicalize-delivery",' +
      '"execution":"e1","request_id":null,"feed":"acme-orders","records":12,"bytes":"9007199254740993"}',
  );
});

test('whatever a file is called, it is one line of JSON that nobody can mistake for another', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (name) => {
      const line = logLine(origin, {
        level: 'warn',
        code: 'delivery-refused',
        at_ms,
        fields: { file: name },
      });
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not be there.
      expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/);
      expect((JSON.parse(line) as { file: string }).file).toBe(name);
    }),
  );
});

test('a line end and the colours of a terminal in a name are escaped', () => {
  const line = logLine(origin, {
    level: 'info',
    code: 'x',
    at_ms,
    fields: { file: 'a\n{"level":"error"}\u001b[31m\u202e' },
  });
  expect(line).toContain('"file":"a\\n{\\"level\\":\\"error\\"}\\u001b[31m\\u202e"');
});

test('no field takes the place of ours', () => {
  const line = logLine(origin, {
    level: 'info',
    code: 'x',
    at_ms,
    fields: { run_id: 'forged', level: 'error' },
  });
  expect(JSON.parse(line)).toMatchObject({
    run_id: 'r1',
    level: 'info',
    field_run_id: 'forged',
    field_level: 'error',
  });
});

test('a text of 500 characters is whole, one of 501 is cut and says so', () => {
  const fileOf = (length: number): string =>
    (
      JSON.parse(
        logLine(origin, { level: 'info', code: 'x', at_ms, fields: { file: 'a'.repeat(length) } }),
      ) as { file: string }
    ).file;
  expect(fileOf(500)).toBe('a'.repeat(500));
  expect(fileOf(501)).toBe(`${'a'.repeat(500)}… (501 characters)`);
});

test('a failure is logged with its code and its words', () => {
  const failure = new OperationalFailure('object-missing', { key: 'raw/ab/cd' }, { retryable: true });
  expect(failureFields(failure)).toEqual({
    code: 'object-missing',
    fields: { retryable: true, message: failure.message },
  });
});

test('the words of an engine, which may quote a record, are not logged', () => {
  const reason = "Could not convert string 'AC-00001234' to DECIMAL";
  const { code, fields } = failureFields(
    new OperationalFailure('database-failed', { doing: 'checking', reason }),
  );
  expect(code).toBe('database-failed');
  expect(JSON.stringify(fields)).not.toContain('AC-00001234');
});

test('of a bug the places in the code are logged, and not what it says', () => {
  const { code, fields } = failureFields(new TypeError('account AC-00001234 is not iterable'));
  expect(code).toBe('bug');
  expect(fields['kind']).toBe('TypeError');
  expect(String(fields['stack'])).toContain('log-line.test.ts');
  expect(JSON.stringify(fields)).not.toContain('AC-00001234');
  expect(failureFields('AC-00001234')).toEqual({ code: 'bug', fields: { kind: 'string' } });
});

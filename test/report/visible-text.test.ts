import { expect, test } from 'vitest';
import { cutText, visibleText } from '../../src/report/visible-text.js';

test.each([
  ['plain, with ü, 東 and 🙂', 'plain, with ü, 東 and 🙂'],
  ['\u001b[2J', '\\x1b[2J'],
  ['35=8\u000155=A', '35=8␁55=A'],
  ['a\r\n\tb', 'a\\x0d\\x0a\\x09b'],
  ['\u0085\u009b', '\\x85\\x9b'],
  ['\u202eabc\u2066', '\\u{202e}abc\\u{2066}'],
  ['\u2028', '\\u{2028}'],
  ['\ud800x', '\\u{d800}x'],
  ['\ue000', '\\u{e000}'],
])('%j becomes %j', (text, expected) => {
  expect(visibleText(text)).toBe(expected);
});

test('text of exactly the limit is kept, one character more is cut and counted', () => {
  expect(cutText('abc', 3)).toBe('abc');
  expect(cutText('abcd', 3)).toBe('abc… (4 characters in all)');
});

test('a character outside the basic plane is never cut in half', () => {
  expect(cutText('🙂🙂🙂', 3)).toBe('🙂🙂🙂');
  expect(cutText('🙂🙂🙂', 2)).toBe('🙂🙂… (6 characters in all)');
});

import { expect, test } from 'vitest';
import { breakWord, displayWidth, wrapText } from '../../src/report/wrap-text.js';

test('a line of exactly the width is kept, one column more wraps', () => {
  expect(wrapText('ab cd', 5)).toEqual(['ab cd']);
  expect(wrapText('ab cde', 5)).toEqual(['ab', 'cde']);
});

test('a word longer than the width is broken and nothing is lost', () => {
  expect(wrapText('abcdefg h', 3)).toEqual(['abc', 'def', 'g h']);
  expect(breakWord('abcdef', 3)).toEqual(['abc', 'def']);
});

test('wide characters take two columns and are not split, marks take none', () => {
  expect(displayWidth('東京')).toBe(4);
  expect(displayWidth('e\u0301')).toBe(1);
  expect(breakWord('東京都', 5)).toEqual(['東京', '都']);
});

test('empty text is one empty line', () => {
  expect(wrapText('', 10)).toEqual(['']);
});

import { expect, test } from 'vitest';
import { parseXmlPath } from '../../../src/canonicalize/framing/xml-paths.js';

test.each([
  ['.', { kind: 'relative', steps: [], attribute: null }],
  ['Id', { kind: 'relative', steps: ['Id'], attribute: null }],
  ['A/B-1/c.d/_e', { kind: 'relative', steps: ['A', 'B-1', 'c.d', '_e'], attribute: null }],
  ['@id', { kind: 'relative', steps: [], attribute: 'id' }],
  ['Amt/@Ccy', { kind: 'relative', steps: ['Amt'], attribute: 'Ccy' }],
  ['/Document/Hdr/Dt', { kind: 'absolute', steps: ['Document', 'Hdr', 'Dt'], attribute: null }],
  ['/Document/@version', { kind: 'absolute', steps: ['Document'], attribute: 'version' }],
  ['Größe', { kind: 'relative', steps: ['Größe'], attribute: null }],
  ['local-name()', { kind: 'name', up: 0 }],
  ['../../local-name()', { kind: 'name', up: 2 }],
])('%s is a path', (path, parts) => {
  expect(parseXmlPath(path)).toEqual(parts);
});

test.each([
  '',
  '/',
  '//a',
  'a//b',
  'a/',
  '/@a',
  'a@b',
  'a/@b/c',
  '@',
  'ns:a',
  '1a',
  '*',
  'a[1]',
  '../a',
  'name()',
  ' a',
  'text()',
])('%j is none', (path) => {
  expect(parseXmlPath(path)).toBeNull();
});

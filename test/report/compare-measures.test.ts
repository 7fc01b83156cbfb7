import { expect, test } from 'vitest';
import { compareMeasures } from '../../src/report/compare-measures.js';
import { alert, layering } from './sample-documents.js';

const settings = { max_lifetime_ns: '5s', min_layers: '3', min_cancelled_qty: '1000' };

function holdsOf(name: string, value: string | null, inForce: Record<string, string> = settings) {
  const lines = compareMeasures(alert({ measures: { [name]: value } }), layering.measures, inForce);
  return lines.find((line) => line.name === name)?.holds;
}

test.each([
  ['cancelled_qty', '1000.000000', true],
  ['cancelled_qty', '999.999999', false],
  ['lifetime_ns', '5000000000', true],
  ['lifetime_ns', '5000000001', false],
  ['layers', '3', true],
  ['layers', '2', false],
])('%s of %s against its setting: %s', (name, value, expected) => {
  expect(holdsOf(name, value)).toBe(expected);
});

test('values past 2^53 are compared exactly', () => {
  const inForce = { ...settings, min_cancelled_qty: '9007199254740993' };
  expect(holdsOf('cancelled_qty', '9007199254740993', inForce)).toBe(true);
  expect(holdsOf('cancelled_qty', '9007199254740992', inForce)).toBe(false);
});

test('there is no answer without a value, a number, a setting or a comparison', () => {
  expect(holdsOf('layers', null)).toBeNull();
  expect(holdsOf('layers', 'three')).toBeNull();
  expect(holdsOf('layers', '3', {})).toBeNull();
  expect(holdsOf('filled_qty', '100')).toBeNull();
});

test('a value that the specification does not name is kept, at the end and without meaning', () => {
  const lines = compareMeasures(alert({ measures: { surprise: '1' } }), layering.measures, settings);
  expect(lines.at(-1)).toMatchObject({ name: 'surprise', value: '1', meaning: '', holds: null });
  expect(lines.map(({ name }) => name)).toEqual([...Object.keys(layering.measures), 'surprise']);
});

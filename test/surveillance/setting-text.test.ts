import { describe, expect, test } from 'vitest';
import {
  compareSettingTexts,
  type SettingType,
  settingText,
  withoutSpareZeros,
} from '../../src/surveillance/setting-text.js';

describe('a setting has one text', () => {
  test.each<[SettingType, string, string]>([
    ['duration', '1ns', '1'],
    ['duration', '250us', '250000'],
    ['duration', '250ms', '250000000'],
    ['duration', '1000ms', '1000000000'],
    ['duration', '1s', '1000000000'],
    ['duration', '5m', '300000000000'],
    ['duration', '1h', '3600000000000'],
    ['duration', '1d', '86400000000000'],
    ['duration', '9223372036854775807ns', '9223372036854775807'],
    ['count', '007', '7'],
    ['count', '0', '0'],
    ['quantity', '100.500000', '100.5'],
    ['quantity', '999999999999.999999', '999999999999.999999'],
    ['price', '0.00000001', '0.00000001'],
    ['ratio', '0.250', '0.25'],
    ['ratio', '1.000000', '1'],
  ])('%s %s is %s', (type, given, text) => {
    expect(settingText(type, given)).toBe(text);
  });

  test.each<[SettingType, string]>([
    ['duration', '1'],
    ['duration', '1.5s'],
    ['duration', '-1s'],
    ['duration', '1 s'],
    ['duration', '1w'],
    ['duration', '9223372036854775808ns'],
    ['duration', '106752d'],
    ['count', '1.0'],
    ['count', '-1'],
    ['count', '1234567890123456789'],
    ['quantity', '1.0000001'],
    ['quantity', '1234567890123'],
    ['price', '0.000000001'],
    ['ratio', '.5'],
    ['ratio', '1e-1'],
    ['ratio', '0.1234567'],
    ['ratio', ''],
  ])('%s does not take %s', (type, given) => {
    expect(settingText(type, given)).toBeNull();
  });
});

test.each([
  ['10.000', '10'],
  ['100', '100'],
  ['0.500', '0.5'],
  ['000.0', '0'],
  ['-0.0', '0'],
  ['-1.50', '-1.5'],
])('%s without spare zeros is %s', (given, text) => {
  expect(withoutSpareZeros(given)).toBe(text);
});

test('values compare as numbers and not as text', () => {
  expect(compareSettingTexts('9', '10')).toBeLessThan(0);
  expect(compareSettingTexts('0.5', '0.50')).toBe(0);
  expect(compareSettingTexts('0.95000001', '0.95')).toBeGreaterThan(0);
});

import { expect, test } from 'vitest';
import { formatS3Uri, parseS3Location } from '../../src/store/s3-location.js';

test.each([
  ['s3://acme', 'acme', ''],
  ['s3://acme/', 'acme', ''],
  ['s3://acme/lake', 'acme', 'lake'],
  ['s3://acme/lake/', 'acme', 'lake'],
  ['s3://a.b-c/lake/of 2026', 'a.b-c', 'lake/of 2026'],
  [`s3://${'a'.repeat(63)}`, 'a'.repeat(63), ''],
  ['s3://abc', 'abc', ''],
])('%s is a place', (uri, bucket, prefix) => {
  expect(parseS3Location(uri)).toEqual({ bucket, prefix });
});

test.each([
  's3://',
  's3:///lake',
  's3://ab',
  `s3://${'a'.repeat(64)}`,
  's3://Acme',
  's3://-acme',
  's3://acme-',
  's3://ac..me',
  's3://acme//',
  's3://acme//lake',
  's3://acme/a/../b',
  's3://acme/a\nb',
  's3:/acme',
  'S3://acme',
  'acme',
  '',
])('%j is none', (uri) => {
  expect(parseS3Location(uri)).toBeNull();
});

test('an address is written without empty parts', () => {
  expect(formatS3Uri({ bucket: 'b', prefix: '' })).toBe('s3://b');
  expect(formatS3Uri({ bucket: 'b', prefix: 'p' })).toBe('s3://b/p');
  expect(formatS3Uri({ bucket: 'b', prefix: '' }, 'k/1')).toBe('s3://b/k/1');
  expect(formatS3Uri({ bucket: 'b', prefix: 'p' }, 'k/1')).toBe('s3://b/p/k/1');
});

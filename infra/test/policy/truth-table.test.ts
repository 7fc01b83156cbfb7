import { expect, test } from 'vitest';
import { policiesOf } from '../policies-of.js';
import { inShort, judged } from '../requests.js';
import { synthesize } from '../synthesized.js';
import { readTruthTable } from '../truth-table.js';

const table = readTruthTable();
const policies = policiesOf(synthesize('prod'));

test('the policies of every bucket, key, endpoint and role were read', () => {
  expect(Object.keys(policies.buckets).sort()).toEqual([
    'access-logs',
    'audit',
    'canonical',
    'quarantine',
    'raw',
    'results',
  ]);
  expect(Object.keys(policies.keys).sort()).toEqual(['audit', 'data', 'logs']);
  expect(Object.keys(policies.endpoints)).toHaveLength(9);
  expect(Object.keys(policies.roles).sort()).toEqual([
    'analyst',
    'auditor',
    'pipeline',
    'retention',
    'spark',
    'warehouse',
  ]);
  expect(table.length).toBeGreaterThanOrEqual(60);
});

test.each(table)('$what', ({ asked, then }) => {
  expect(inShort(judged(policies, asked))).toBe(then);
});

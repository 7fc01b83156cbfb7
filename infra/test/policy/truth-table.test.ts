import { expect, test } from 'vitest';
import { DAY_STEPS, LARGE_FILES, WATCH_RUN } from '../../steps/day-steps.js';
import { copied, policiesOf } from '../policies-of.js';
import { inShort, judged } from '../requests.js';
import { MISTAKES } from '../seeded-mistakes.js';
import { synthesize } from '../synthesized.js';
import { readTruthTable } from '../truth-table.js';

const table = readTruthTable();
const FUNCTIONS = [
  ...Object.values(DAY_STEPS).map(({ step }) => step),
  ...[WATCH_RUN.step, LARGE_FILES, 'plan-schedule'],
].sort();
const policies = policiesOf(synthesize('prod'));

test('the policies of every bucket, key, endpoint and role were read', () => {
  expect(Object.keys(policies.buckets).sort()).toEqual([
    'access-logs',
    'audit',
    'canonical',
    'quarantine',
    'raw',
    'results',
    'state',
  ]);
  expect(Object.keys(policies.keys).sort()).toEqual(['audit', 'data', 'logs']);
  expect(Object.keys(policies.endpoints)).toHaveLength(13);
  expect(Object.keys(policies.secrets)).toEqual(['personal-key']);
  expect(Object.keys(policies.roles).sort()).toEqual([
    'analyst',
    'auditor',
    'day',
    'delivery',
    ...FUNCTIONS.map((step) => `function-${step}`),
    'pipeline',
    'retention',
    'scheduler',
    'spark',
    'start-task',
    'warehouse',
  ]);
  expect(table.length).toBeGreaterThanOrEqual(60);
});

test.each(table)('$what', ({ asked, then }) => {
  expect(inShort(judged(policies, asked))).toBe(then);
});

test('the mistakes are many enough to mean something', () => {
  expect(MISTAKES.length).toBeGreaterThanOrEqual(20);
});

test.each(MISTAKES)('a mistake is seen: $what', ({ spoil }) => {
  const spoiled = copied(policies);
  spoil(spoiled);
  const otherwise = table.filter(({ asked, then }) => inShort(judged(spoiled, asked)) !== then);
  expect(otherwise.map(({ what }) => what)).not.toEqual([]);
});

test('each refusal of the table is the only one to refuse some request', () => {
  const alone = new Set(
    table.filter(({ then }) => then.startsWith('denied: ')).map(({ then }) => then.slice('denied: '.length)),
  );
  const sids = Object.values({ ...policies.buckets, ...policies.keys, ...policies.secrets }).flatMap(
    ({ Statement }) =>
      [Statement]
        .flat()
        .filter(({ Effect }) => Effect === 'Deny')
        .map(({ Sid }) => Sid),
  );
  expect([...new Set(sids)].filter((sid) => !alone.has(sid ?? ''))).toEqual([]);
});

import { describe, expect, test } from 'vitest';
import type { PinnedInput } from '../../src/domain/generated/run.js';
import { executionPolicy, MOST_CHARACTERS } from '../../src/jobs/emr/execution-policy.js';
import { jobOf } from './support/job-of.js';

const place = {
  bucket: { bucket: 'lake-bucket', prefix: '' },
  partition: 'aws',
  kms_key: 'arn:aws:kms:us-east-1:1:key/k',
  code: 'jobs/code/x.py',
  plan: 'jobs/plans/p.json',
  out: 'jobs/out/',
  logs: 'jobs/logs/',
};

function inputs(count: number, { feeds = 1, dates = 1, name = 'f' } = {}): PinnedInput[] {
  return Array.from({ length: count }, (_, index) => {
    const day = String((index % dates) + 1).padStart(2, '0');
    const feed = `${name}${index % feeds}`;
    const key = `data/trades/trade_date=2026-11-${day}/feed=${feed}/data_file=${String(index).padStart(64, '0')}/rows.parquet`;
    return { dataset: 'trades', feed, key, sha256: '0'.repeat(64), bytes: 1, rows: 1 };
  });
}

const policy = (given: PinnedInput[]): ReturnType<typeof executionPolicy> =>
  executionPolicy(jobOf({ inputs: given }).plan, place);

describe("a job's own policy", () => {
  test('names its files, and no other', () => {
    const { text, reads } = policy(inputs(2));
    expect(reads).toBe('files');
    expect(text).toContain(`feed=f0/data_file=${'0'.repeat(63)}1/rows.parquet`);
    expect(text).not.toContain('trade_date=2026-11-01/*');
  });

  test.each([
    ['partitions', inputs(30), 'data/trades/trade_date=2026-11-01/feed=f0/*'],
    ['dates', inputs(60, { feeds: 30 }), 'data/trades/trade_date=2026-11-01/*'],
    ['datasets', inputs(60, { feeds: 30, dates: 28 }), 'data/trades/*'],
  ])('names %s where what is narrower is too long', (reads, given, named) => {
    const found = policy(given);
    expect(found.reads).toBe(reads);
    expect(found.text).toContain(named);
    expect(found.text.length).toBeLessThanOrEqual(MOST_CHARACTERS);
  });

  test('of exactly 2,048 characters is narrow, and of one more wider', () => {
    const spare = MOST_CHARACTERS - policy(inputs(8)).text.length;
    const last = (more: number): PinnedInput[] =>
      inputs(8).map((input, index) =>
        index === 0 ? { ...input, key: input.key.replace('rows', `rows${'x'.repeat(more)}`) } : input,
      );
    expect(policy(last(spare))).toMatchObject({ reads: 'files' });
    expect(policy(last(spare)).text).toHaveLength(MOST_CHARACTERS);
    expect(policy(last(spare + 1)).reads).toBe('partitions');
  });

  test('that cannot be short enough is refused', () => {
    const far = { ...place, bucket: { bucket: 'lake-bucket', prefix: 'p'.repeat(600) } };
    expect(() => executionPolicy(jobOf({ inputs: inputs(1) }).plan, far)).toThrow(
      /^job of wash-trade: its own policy takes [0-9]+ characters, expected at most 2048; shorten the address of the lake \[job-policy-too-long\]$/,
    );
  });
});

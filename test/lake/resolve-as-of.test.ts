import { describe, expect, test } from 'vitest';
import type { AsOf } from '../../src/lake/as-of.js';
import { formatAsOfProblem, isAsOf, resolveAsOf } from '../../src/lake/resolve-as-of.js';
import type { ObjectStore } from '../../src/store/object-store.js';
import { openTestLake } from '../canonicalize/support/lake.js';
import { commit, draft } from './support/drafts.js';

async function threeCommits(): Promise<ObjectStore> {
  const { store } = await openTestLake();
  await commit(store, draft('a', { commit_id: `aaaa${'1'.repeat(60)}` }), () => 10n);
  await commit(store, draft('b', { commit_id: `aaaa${'2'.repeat(60)}` }), () => 10n);
  await commit(store, draft('c', { feed: 'feed-two' }), () => 30n);
  return store;
}

async function state(text: string, store?: ObjectStore): Promise<AsOf | string> {
  const resolved = await resolveAsOf(store ?? (await threeCommits()), text);
  return isAsOf(resolved) ? resolved : formatAsOfProblem(resolved);
}

describe('a time', () => {
  test.each([
    ['1970-01-01T00:00Z', 0n],
    ['1970-01-01T00:00:01Z', 1_000_000_000n],
    ['1970-01-01T00:00:00.000000001Z', 1n],
    ['2026-11-20T18:30:00.5-05:00', 1_795_217_400_500_000_000n],
    ['2026-11-20T23:30:00.500000000Z', 1_795_217_400_500_000_000n],
    ['2026-11-21T05:00:00.5+05:30', 1_795_217_400_500_000_000n],
    ['2028-02-29T00:00Z', 1_835_395_200_000_000_000n],
  ])('%s is exact to the nanosecond', async (text, instant_ns) => {
    expect(await state(text)).toEqual({ instant_ns });
  });

  test('without a zone is refused, for nobody knows which hour is meant', async () => {
    expect(await state('2026-11-20T18:30:00')).toBe(
      '--as-of: "2026-11-20T18:30:00" has no time zone, expected Z or an offset at its end, as in 2026-11-20T18:30:00Z [as-of-zone-missing]',
    );
  });

  test.each([
    '2026-02-29T00:00Z',
    '2026-11-20T24:00Z',
    '2026-11-20T00:60Z',
    '2026-11-20T00:00:60Z',
    '2026-13-01T00:00Z',
    '2026-11-20T00:00+19:00',
    '2026-11-20T00:00+05:60',
    '1969-12-31T23:59:59Z',
    '2026-11-20',
    '2026-11-20 18:30Z',
    'yesterday',
    '',
    'abc',
    'ABCD',
  ])('%j is none', async (text) => {
    expect(await state(text)).toBe(
      `--as-of: "${text}" names no state, expected a time such as 2026-11-20T18:30:00-05:00 or at least 4 digits of a commit id; lake history shows both [as-of-unreadable]`,
    );
  });
});

describe('a commit id', () => {
  test('stands for its time, and for its feed up to itself although another has the same time', async () => {
    expect(await state('aaaa1')).toEqual({ instant_ns: 10n, until: { feed: 'feed-one', sequence: 1 } });
    expect(await state(`aaaa${'2'.repeat(60)}`)).toEqual({
      instant_ns: 10n,
      until: { feed: 'feed-one', sequence: 2 },
    });
    expect(await state('cccc')).toEqual({ instant_ns: 30n, until: { feed: 'feed-two', sequence: 1 } });
  });

  test('that nobody made, or of which several begin so, is refused', async () => {
    expect(await state('dddd')).toBe(
      '--as-of: no commit id begins with "dddd"; lake history shows all [commit-unknown]',
    );
    expect(await state('aaaa')).toBe(
      `--as-of: 2 commit ids begin with "aaaa": "aaaa${'1'.repeat(60)}", "aaaa${'2'.repeat(60)}"; give more of the id [commit-unclear]`,
    );
  });
});

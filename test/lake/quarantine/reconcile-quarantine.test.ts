import { describe, expect, test } from 'vitest';
import type { Manifest } from '../../../src/domain/generated/manifest.js';
import type { ChainEntry, ChainedEntry } from '../../../src/lake/chain-entry.js';
import { reconcileQuarantine } from '../../../src/lake/quarantine/reconcile-quarantine.js';
import { draft, type ManifestDraft } from '../support/drafts.js';

const totals = { read: 0, accepted: 0, rejected: 0, duplicates: 0, ignored: 0, control_lines: 0, bytes: 0 };

function chainOf(...drafts: ManifestDraft[]): ChainedEntry[] {
  return drafts.map((entry, index) => ({
    entry: { ...entry, format: 2, sequence: index + 1 } as unknown as ChainEntry,
    key: `${index}`,
    sha256: '',
  }));
}

function delivery(letter: string, counts: Partial<typeof totals>, stored: number): ManifestDraft {
  const file = { key: `q/${letter}`, sha256: letter.repeat(64), bytes: 1, rows: stored, records: stored };
  return draft(letter, { totals: { ...totals, ...counts }, quarantine: stored === 0 ? null : file });
}

function replay(
  of: ManifestDraft,
  letter: string,
  counts: Partial<typeof totals>,
  withdrawn?: number,
): ManifestDraft {
  const sha256 = letter.repeat(64);
  const repair = {
    of: of.commit_id,
    key: `repairs/${letter}`,
    sha256,
    ...(withdrawn === undefined ? {} : { withdrawn }),
  };
  return {
    ...of,
    kind: 'replay',
    commit_id: sha256,
    totals: { ...totals, ...counts },
    repair,
    quarantine: null,
  };
}

const first = delivery('a', { read: 10, accepted: 4, rejected: 5, duplicates: 1 }, 3);

describe('a chain', () => {
  test('without replays has every rejected record open', () => {
    expect(reconcileQuarantine(chainOf(first, delivery('b', { read: 2, accepted: 2 }, 0)))).toMatchObject({
      read: 12,
      accepted: 6,
      rejected: 5,
      duplicates: 1,
      open: 5,
      repaired: 0,
      withdrawn: 0,
      unlisted: 2,
      replayed: 0,
    });
  });

  test('counts replays apart: rows, duplicates and withdrawals settle records, rejections do not', () => {
    const chain = chainOf(
      first,
      replay(first, 'c', { read: 2, accepted: 1, rejected: 1 }),
      replay(first, 'd', { read: 1, duplicates: 1 }, 1),
    );
    const reconciled = reconcileQuarantine(chain);
    expect(reconciled).toMatchObject({
      read: 10,
      accepted: 4,
      rejected: 5,
      duplicates: 1,
      open: 2,
      repaired: 2,
      withdrawn: 1,
      unlisted: 2,
      replayed: 1,
    });
    expect(reconciled.deliveries).toMatchObject([{ replays: 2, manifest: { commit_id: first.commit_id } }]);
  });

  test('forgets the replays of a delivery that was read again', () => {
    const again = { ...first, commit_id: 'e'.repeat(64) };
    const chain = chainOf(first, replay(first, 'c', { read: 1, accepted: 1 }), again);
    expect(reconcileQuarantine(chain)).toMatchObject({ rejected: 5, repaired: 0, open: 5, replayed: 0 });
    const settled = chainOf(
      first,
      replay(first, 'c', { read: 1, accepted: 1 }),
      again,
      replay(again, 'c', { read: 1, accepted: 1 }),
    );
    expect(reconcileQuarantine(settled)).toMatchObject({ rejected: 5, repaired: 1, open: 4, replayed: 1 });
  });

  const sum = (counts: string): string =>
    `feed feed-one, commit ${first.commit_id}: ${counts}, which does not add up; an entry or a repair was altered, restore it [quarantine-unreconciled]`;

  test.each<[string, Manifest['totals'], Partial<typeof totals>, string]>([
    [
      'that lacks a record',
      { ...totals, read: 10, accepted: 4, rejected: 5 },
      {},
      '10 records were read, 4 accepted, 5 rejected and 0 duplicates, and of the rejected ones 0 repaired and 0 withdrawn',
    ],
    [
      'in which more was repaired than can be',
      first.totals,
      { read: 4, accepted: 4 },
      '10 records were read, 4 accepted, 5 rejected and 1 duplicates, and of the rejected ones 4 repaired and 0 withdrawn',
    ],
    [
      'whose replay lacks a record',
      first.totals,
      { read: 2, accepted: 1 },
      '10 records were read, 4 accepted, 5 rejected and 1 duplicates, and of the rejected ones 1 repaired and 0 withdrawn',
    ],
  ])('%s is told', (_, counts, replayed, message) => {
    const altered = { ...first, totals: counts };
    expect(() => reconcileQuarantine(chainOf(altered, replay(altered, 'c', replayed)))).toThrow(sum(message));
  });
});

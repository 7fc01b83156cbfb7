import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Feed } from '../../../src/canonicalize/feed.js';
import type { Manifest } from '../../../src/domain/generated/manifest.js';
import { correctedFeed, said, say, standing } from '../support/corrected-feed.js';
import { openTestLake } from '../support/lake.js';

type Act = { act: 'N' | 'C' | 'D'; id: string; ref: string; qty: string };
type Sent = { date: string; acts: Act[] };

const dates = ['2026-11-20', '2026-11-23'];
/** How many histories each property is tried on; a longer search goes with HISTORIES=500. */
const numRuns = Number(process.env['HISTORIES'] ?? 5);
const timeout = 120_000 + numRuns * 30_000;
const ids = fc.constantFrom('a', 'b', 'c', 'd');
const acts: fc.Arbitrary<Act> = fc.record({
  act: fc.constantFrom('N' as const, 'N' as const, 'C' as const, 'C' as const, 'D' as const),
  id: ids,
  ref: ids,
  qty: fc.constantFrom('1', '2', '3'),
});
const history: fc.Arbitrary<Sent[]> = fc.array(
  fc.record({
    date: fc.constantFrom('2026-11-20', '2026-11-20', '2026-11-23'),
    acts: fc.array(acts, { maxLength: 8 }),
  }),
  { minLength: 1, maxLength: 5 },
);

/** What stands after all that was said: by key the quantity. A record that was said before changes nothing. */
class Model {
  readonly rows = new Map<string, string>();
  readonly #said = new Set<string>();
  readonly #target: 'id' | 'ref';
  #taken = { accepted: 0, rejected: 0, duplicates: 0 };

  constructor(target: 'id' | 'ref') {
    this.#target = target;
  }

  take(act: Act): void {
    const target = act.act === 'N' ? null : act[this.#target];
    const identity = JSON.stringify([act.act, act.id, target, act.act === 'D' ? '' : act.qty]);
    const outcome = this.#said.has(identity) ? 'duplicates' : this.#apply(act, target);
    this.#taken[outcome] += 1;
    if (outcome === 'accepted') this.#said.add(identity);
  }

  counts(): { accepted: number; rejected: number; duplicates: number } {
    const counts = this.#taken;
    this.#taken = { accepted: 0, rejected: 0, duplicates: 0 };
    return counts;
  }

  #apply({ act, id, qty }: Act, target: string | null): 'accepted' | 'rejected' | 'duplicates' {
    if (target !== null && !this.rows.has(target)) return 'rejected';
    if (act === 'D') this.rows.delete(target ?? '');
    else {
      const before = target === id || !this.rows.has(id) ? null : this.rows.get(id);
      if (before !== null) return target === null && before === qty ? 'duplicates' : 'rejected';
      if (target === id && this.rows.get(id) === qty) return 'duplicates';
      this.rows.delete(target ?? '');
      this.rows.set(id, qty);
    }
    return 'accepted';
  }

  lines(date: string): string[] {
    return [...this.rows].map(([key, qty]) => `${date}:${key} ${qty}`);
  }
}

/** Files of a history; each begins with a record of its own, so that none is like another. */
function lines(sent: Sent, index: number): string[] {
  const day = sent.date.replaceAll('-', '');
  const own = said('N', `file-${index}`, '9', { day });
  return [
    own,
    ...sent.acts.map(({ act, id, qty, ref }) => said(act, id, act === 'D' ? '' : qty, { ref, day })),
  ];
}

async function feedOf(target: 'id' | 'ref'): Promise<Feed> {
  if (target === 'id') return correctedFeed();
  return correctedFeed((yaml) => yaml.replace('D: delete}}', 'D: delete}}\n  target: [ref]'));
}

/** Sends a history and holds each state of the lake against the model. */
async function hold(
  target: 'id' | 'ref',
  files: readonly Sent[],
  after: After = async () => {},
): Promise<void> {
  const lake = await openTestLake();
  const feed = await feedOf(target);
  const models = new Map(dates.map((date) => [date, new Model(target)]));
  const states: { sequence: number; rows: string[] }[] = [];
  const expected = (): string[] => [...models].flatMap(([date, model]) => model.lines(date)).sort();
  for (const [index, sent] of files.entries()) {
    const model = models.get(sent.date);
    if (model === undefined) throw new Error('a date of the model');
    model.take({ act: 'N', id: `file-${index}`, ref: '', qty: '9' });
    for (const act of sent.acts) model.take(act);
    const manifest = await say(lake, feed, lines(sent, index), { trade_date: sent.date });
    expect(manifest.totals).toMatchObject(model.counts());
    expectAccounted(manifest);
    states.push({ sequence: manifest.sequence, rows: expected() });
  }
  await after({ lake, feed, files, expected });
  for (const { sequence, rows } of states) {
    const as_of = { instant_ns: 2n ** 62n, until: { feed: feed.spec.feed, sequence } };
    expect(await standing(lake, { dates, as_of })).toEqual(rows);
  }
}

type After = (sent: {
  lake: Awaited<ReturnType<typeof openTestLake>>;
  feed: Feed;
  files: readonly Sent[];
  expected: () => string[];
}) => Promise<void>;

/** Every accepted record is a row of the delivery's own files, or deleted, or was superseded within the delivery. */
function expectAccounted({ totals, files, corrections }: Manifest): void {
  const { deleting, superseded } = corrections ?? { deleting: 0, superseded: 0 };
  const own = files.filter(({ rewrites }) => rewrites === undefined);
  const rows = own.reduce((total, file) => total + file.rows, 0);
  expect(rows).toBe(totals.accepted - deleting - superseded);
  expect(totals.read).toBe(totals.accepted + totals.rejected + totals.duplicates);
}

test.each(['id', 'ref'] as const)(
  'corrections by %s over any files and days give the rows of a model, now and as of each commit',
  { timeout },
  async (target) => {
    await fc.assert(
      fc.asyncProperty(history, (files) => hold(target, files)),
      { numRuns, seed: 19 },
    );
  },
);

test.each(['id', 'ref'] as const)(
  'a delivery that is read again by the same rules changes no row, corrected by %s',
  { timeout },
  async (target) => {
    await fc.assert(
      fc.asyncProperty(history, fc.nat(), (files, pick) =>
        hold(target, files, async ({ lake, feed, expected }) => {
          const index = pick % files.length;
          const sent = files[index] as Sent;
          const respecified = { ...feed, spec_sha256: 'f'.repeat(64) };
          const again = await say(lake, respecified, lines(sent, index), { trade_date: sent.date });
          expectAccounted(again);
          expect(await standing(lake, { dates })).toEqual(expected());
        }),
      ),
      { numRuns, seed: 19 },
    );
  },
);

test('all deliveries read again by other rules in their order come to what they would have been', {
  timeout,
}, async () => {
  const other = await correctedFeed((yaml) => yaml.replace('qty: qty', 'qty: {from: qty, scale: 1}'));
  await fc.assert(
    fc.asyncProperty(history, (files) =>
      hold('id', files, async ({ lake, expected }) => {
        for (const [index, sent] of files.entries()) {
          expectAccounted(await say(lake, other, lines(sent, index), { trade_date: sent.date }));
        }
        expect(await standing(lake, { dates })).toEqual(expected().map((line) => `${line}0`));
      }),
    ),
    { numRuns, seed: 19 },
  );
});

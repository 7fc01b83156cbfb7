import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { sha256 } from '../../../src/domain/sha256.js';
import { appendEntry } from '../../../src/lake/append-entry.js';
import { recordAudit } from '../../../src/lake/audit/record-audit.js';
import { compareReadings, type RequiredObject } from '../../../src/lake/verify/check-objects.js';
import { formatFinding } from '../../../src/lake/verify/finding.js';
import { verifyLake } from '../../../src/lake/verify/verify-lake.js';
import { openLocalStore } from '../../../src/store/local-store.js';
import { openTestLake, type TestLake } from '../../canonicalize/support/lake.js';
import { auditDraft } from '../support/audit-draft.js';
import { commit, draft, type ManifestDraft } from '../support/drafts.js';
import { recordEmptyRun } from '../support/recorded-run.js';
import {
  change,
  copyOfLake,
  findings,
  type SharedLake,
  verify,
  writeSharedLake,
} from '../support/shared-lake.js';

let shared: SharedLake;
beforeAll(async () => {
  shared = await writeSharedLake();
  return shared.remove;
});

const entry = (sequence: number): string => `manifests/acme-orders/0000000${sequence}.json`;

describe('a sound lake', () => {
  test('has no finding; every object, byte and row was read', async () => {
    const lake = await copyOfLake(shared);
    const objects = await lake.store.list('');
    const named = objects.filter(({ key }) => !/^(manifests|runs)\//.test(key));
    const progress: unknown[] = [];
    const means = { store: lake.store, spill: path.join(lake.folder, 'spill') };
    const verified = await verifyLake({ ...means, onProgress: (now) => progress.push(now) });
    expect(verified.findings).toEqual([]);
    expect(verified.orphans).toEqual([]);
    expect(verified).toMatchObject({ runs: 1, removed: 0, chains: [{ feed: 'acme-orders', count: 3 }] });
    const bytes = named.reduce((total, object) => total + object.bytes, 0);
    expect(verified.read).toEqual({ objects: named.length, bytes, rows: 4 + 2 + 1 });
    expect(named.map(({ key }) => key.split('/')[0]).sort()).toEqual([
      'data',
      'data',
      'quarantine',
      'raw',
      'raw',
      'raw',
      'results',
      'results',
    ]);
    expect(progress).toHaveLength(named.length);
    expect(progress.at(-1)).toEqual({ objects: 8, of_objects: 8, bytes, of_bytes: bytes });
  });

  test('tells the hash of the newest entry, for which no other entry vouches', async () => {
    const lake = await copyOfLake(shared);
    const [chain] = (await verify(lake)).chains;
    expect(chain?.head_sha256).toBe(sha256(await readFile(path.join(lake.root, entry(3)))));
  });

  test('an empty folder is a sound lake too', async () => {
    expect(await verify(await openTestLake())).toMatchObject({ findings: [], orphans: [], chains: [] });
  });

  test('what nothing names is an orphan and no finding', async () => {
    const lake = await copyOfLake(shared);
    await lake.store.putIfAbsent('data/trades/left-over', { bytes: Buffer.from('abc') });
    await lake.store.putIfAbsent('raw/ab/cd', { bytes: Buffer.from('d') });
    const verified = await verify(lake);
    expect(verified.findings).toEqual([]);
    expect(verified.orphans.map(({ key, bytes }) => [key, bytes])).toEqual([
      ['data/trades/left-over', 3],
      ['raw/ab/cd', 1],
    ]);
    expect((await verify(lake, { feed: 'acme-orders' })).orphans).toEqual([]);
  });
});

describe('an object', () => {
  const kinds: [string, () => string][] = [
    ['raw', () => shared.first.raw_key],
    ['data', () => shared.second.files[0]?.key ?? ''],
    ['quarantine', () => shared.second.quarantine?.key ?? ''],
  ];

  test.each(kinds)('of %s that is gone is named with the entry that needs it', async (_, keyOf) => {
    const lake = await copyOfLake(shared);
    await rm(path.join(lake.root, keyOf()));
    const by = keyOf() === shared.first.raw_key ? entry(1) : entry(2);
    expect(await findings(lake)).toEqual([
      `${keyOf()}: is not in the store, but ${by} names it and no entry records its removal; restore it from a copy [object-absent]`,
    ]);
  });

  test.each(kinds)('of %s with one bit changed has another hash', async (_, keyOf) => {
    const lake = await copyOfLake(shared);
    const flip = (text: string): string =>
      text.slice(0, 8) + String.fromCharCode(text.charCodeAt(8) ^ 1) + text.slice(9);
    const expected = sha256(await readFile(path.join(lake.root, keyOf())));
    await change(lake, keyOf(), flip);
    const actual = sha256(await readFile(path.join(lake.root, keyOf())));
    expect(await findings(lake)).toEqual([
      expect.stringMatching(
        `^${keyOf()}: sha256 is ${actual}, expected ${expected} as manifests/.* says; restore it from a copy \\[object-hash-differs\\]$`,
      ),
    ]);
  });

  test.each(kinds)('of %s that was cut short has another size', async (_, keyOf) => {
    const lake = await copyOfLake(shared);
    await change(lake, keyOf(), (text) => text.slice(0, -1));
    expect(await findings(lake)).toEqual([
      expect.stringMatching(/holds [0-9]+ bytes, expected [0-9]+ as .*\[object-size-differs\]$/),
    ]);
  });

  test('of results that were altered differs from the run, and one that is short of alerts is counted', async () => {
    const lake = await copyOfLake(shared);
    const key = `results/trade_date=2026-11-20/run=${'a'.repeat(64)}/alerts.jsonl`;
    await chmod(path.join(lake.root, key), 0o644);
    await writeFile(path.join(lake.root, key), '{}\n');
    expect(await findings(lake)).toEqual([
      expect.stringMatching(
        /alerts\.jsonl: sha256 is .* as runs\/trade_date=2026-11-20\/00000001\.json says.*\[object-hash-differs\]$/,
      ),
    ]);
    await change(lake, 'runs/trade_date=2026-11-20/00000001.json', (text) =>
      text.replace(/"alerts_sha256": "[0-9a-f]+"/, `"alerts_sha256": "${sha256('{}\n')}"`),
    );
    expect(await findings(lake)).toEqual([
      `${key}: holds 1 alerts, expected 0 as the run says; restore it from a copy [run-results-differ]`,
    ]);
  });

  test('that is outside the scope is not read', async () => {
    const lake = await copyOfLake(shared);
    await rm(path.join(lake.root, shared.first.raw_key));
    expect(await findings(lake, { trade_date: '2026-11-21' })).toEqual([]);
    expect(await findings(lake, { feed: 'bolt-fix' })).toEqual([]);
    expect(await findings(lake, { feed: 'acme-orders', trade_date: '2026-11-20' })).toHaveLength(1);
  });

  test('that an entry records as removed is not required', async () => {
    const lake = await copyOfLake(shared);
    const { key, bytes } = { key: shared.first.raw_key, bytes: 1 };
    await remove(lake, [{ key, sha256: null, bytes }]);
    await rm(path.join(lake.root, key));
    expect(await verify(lake)).toMatchObject({ findings: [], removed: 1, orphans: [] });
  });
});

async function remove(
  lake: TestLake,
  objects: { key: string; sha256: string | null; bytes: number }[],
): Promise<void> {
  await appendEntry(
    { store: openLocalStore(lake.root), feed: 'acme-orders', now_ns: () => 2_000_000_000_000_000_000n },
    () =>
      Promise.resolve({
        append: {
          kind: 'removal',
          write_id: 'r',
          feed: 'acme-orders',
          reason: 'garbage',
          rule: 'r',
          by: 'b',
          objects,
        },
      }),
  );
}

describe('Parquet whose bytes are as recorded', () => {
  /** A manifest that names the bytes of a file as its only data, with another claim about them. */
  async function claim(
    bytes: Uint8Array,
    rows: number,
    change_: Partial<ManifestDraft> = {},
  ): Promise<string[]> {
    const lake = await openTestLake();
    const key = 'data/trades/trade_date=2026-11-20/feed=feed-one/x.parquet';
    await lake.store.putIfAbsent(key, { bytes });
    const file = {
      dataset: 'order_events',
      key,
      sha256: sha256(bytes),
      bytes: bytes.length,
      rows,
      trade_date: '2026-11-20',
    };
    const totals = { ...draft('a').totals, read: rows, accepted: rows };
    await commit(lake.store, draft('a', { files: [file], totals, ...change_ }));
    return (await findings(lake))
      .filter((text) => !text.endsWith('[object-absent]'))
      .map((text) => text.slice(key.length + 2));
  }
  const parquet = (): Promise<Buffer> => readFile(path.join(shared.root, shared.first.files[0]?.key ?? ''));

  test('but holds another number of rows than the manifest says, as both readers see it', async () => {
    const messages = (await claim(await parquet(), 5)).filter((text) => text.includes('rows-differ'));
    expect(messages.map((text) => text.split(',')[0])).toEqual([
      "holds 4 rows as DuckDB's footer reads it",
      'holds 4 rows as DuckDB reads it',
      "holds 4 rows as hyparquet's footer reads it",
      'holds 4 rows as hyparquet reads it',
    ]);
  });

  test('but says in its footer that it is of another commit, delivery and feed', async () => {
    const messages = await claim(await parquet(), 4);
    expect(messages).toEqual([
      `its footer says commit_id ${shared.first.commit_id}, expected ${'a'.repeat(64)} as manifests/feed-one/00000001.json says; report it with the file [footer-differs]`,
      expect.stringMatching(/^its footer says delivery_sha256 .*\[footer-differs\]$/),
      expect.stringMatching(/^its footer says feed acme-orders, expected feed-one as .*\[footer-differs\]$/),
    ]);
  });

  test('but is no Parquet to either reader', async () => {
    expect(await claim(Buffer.from('PAR1 what PAR1'), 1)).toEqual([
      expect.stringMatching(
        /^cannot be read \(hyparquet says .*\); restore it from a copy \[object-unreadable\]$/,
      ),
    ]);
  });
});

describe('the record of a run', () => {
  const key = 'runs/trade_date=2026-11-20/00000001.json';

  test('that is damaged says so, and its results are orphans', async () => {
    const lake = await copyOfLake(shared);
    await change(lake, key, (text) => text.slice(0, 50));
    const { findings, orphans } = await verify(lake);
    expect(findings.map(formatFinding)).toEqual([
      expect.stringMatching(
        `^${key}: is no record of a run \\(.*JSON.*\\); restore it from a copy \\[run-unreadable\\]$`,
      ),
    ]);
    expect(orphans).toHaveLength(2);
  });

  test('that read a file which no manifest names, or is missing, is noticed', async () => {
    const lake = await copyOfLake(shared);
    await recordEmptyRun(lake.store, 'b');
    await change(lake, key, (text) => text.replace(shared.first.files[0]?.sha256 ?? '', '0'.repeat(64)));
    expect(await findings(lake)).toEqual([
      expect.stringMatching(
        `^${key}: read ${shared.first.files[0]?.key ?? ''}, which no manifest names with this hash; .*\\[run-input-unknown\\]$`,
      ),
    ]);
    await rm(path.join(lake.root, key));
    expect(await findings(lake)).toEqual([
      `runs/trade_date=2026-11-20/00000002.json: the run before it is missing, expected ${key}; restore it from a copy [run-gap]`,
    ]);
  });
});

describe('recorded audits', () => {
  test('are counted by kind with the hash of the newest, and are no orphans', async () => {
    const lake = await copyOfLake(shared);
    await recordAudit(lake.store, auditDraft({ write_id: 'w1' }), 10n);
    const newest = await recordAudit(lake.store, auditDraft({ write_id: 'w2' }), 20n);
    const verified = await verify(lake);
    expect(verified.findings).toEqual([]);
    expect(verified.orphans).toEqual([]);
    expect(verified.audits).toEqual([{ kind: 'posture', count: 2, head_sha256: newest.sha256 }]);
  });

  test('that were changed or taken away are told by what follows them', async () => {
    const lake = await copyOfLake(shared);
    const first = await recordAudit(lake.store, auditDraft({ sound: false }), 10n);
    const second = await recordAudit(lake.store, auditDraft({ write_id: 'w2' }), 20n);
    await change(lake, first.key, (text) => text.replace('"sound": false', '"sound": true'));
    expect(await findings(lake)).toEqual([
      expect.stringMatching(
        `^${second.key}: follows a record with hash ${first.sha256}, expected [0-9a-f]{64}; .*, restore it from a copy \\[audit-damaged\\]$`,
      ),
    ]);
    await rm(path.join(lake.root, first.key));
    expect(await findings(lake)).toEqual([
      expect.stringMatching(`^${second.key}: stands where ${first.key} was expected; .*\\[audit-damaged\\]$`),
    ]);
  });
});

test('what the operating system cannot read is a finding', async () => {
  const lake = await copyOfLake(shared);
  const file = path.join(lake.root, shared.first.raw_key);
  await rm(file);
  await mkdir(file);
  expect(await findings(lake)).toEqual([
    `${shared.first.raw_key}: cannot be read (the operating system says EISDIR); restore it from a copy [object-unreadable]`,
  ]);
});

test('two readers that see other line numbers in the same file disagree', () => {
  const object = { key: 'k', kind: 'data', named_by: 'm', rows: 2, footer: {} } as RequiredObject;
  const reading = { rows: 2, lines: 2, line_sum: 5n };
  const second = { ...reading, footer: new Map<string, string>() };
  expect(compareReadings(object, reading, second)).toEqual([]);
  expect(compareReadings(object, reading, { ...second, line_sum: 6n }).map(formatFinding)).toEqual([
    'k: the sum of its line numbers is 5 as DuckDB reads it and 6 as hyparquet does, expected the same; report it with the file [readers-disagree]',
  ]);
});

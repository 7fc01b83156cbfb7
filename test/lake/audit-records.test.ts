import { expect, test } from 'vitest';
import { auditBytes, auditKey } from '../../src/lake/audit/audit-record.js';
import { readAudits } from '../../src/lake/audit/read-audits.js';
import { recordAudit } from '../../src/lake/audit/record-audit.js';
import type { ObjectStore } from '../../src/store/object-store.js';
import { memoryStore } from '../fakes/memory-store/memory-store.js';
import { auditDraft } from './support/audit-draft.js';

test('audits of a kind are numbered and each carries the hash of the one before', async () => {
  const store = memoryStore();
  const first = await recordAudit(store, auditDraft(), 10n);
  const second = await recordAudit(store, auditDraft({ write_id: 'w2', sound: false }), 20n);
  expect(second.key).toBe('audit/kind=posture/00000002.json');
  expect(second.record).toMatchObject({ sequence: 2, previous_sha256: first.sha256, made_at_ns: '20' });
  expect(await readAudits(store, 'posture')).toEqual({ audits: [first, second], damaged: [] });
  expect(await readAudits(store, 'trail')).toEqual({ audits: [], damaged: [] });
});

test('a clock that goes back does not put an audit before an earlier one', async () => {
  const store = memoryStore();
  await recordAudit(store, auditDraft(), 20n);
  expect((await recordAudit(store, auditDraft({ write_id: 'w2' }), 10n)).record.made_at_ns).toBe('20');
});

test('a state has the audits made up to its instant, exactly then included', async () => {
  const store = memoryStore();
  const first = await recordAudit(store, auditDraft(), 10n);
  await recordAudit(store, auditDraft({ write_id: 'w2' }), 11n);
  expect((await readAudits(store, 'posture', { instant_ns: 10n })).audits).toEqual([first]);
  expect((await readAudits(store, 'posture', { instant_ns: 9n })).audits).toEqual([]);
});

test('an audit of which the reply was lost is recorded once', async () => {
  const store = memoryStore();
  const losing: ObjectStore = {
    ...store,
    putIfAbsent: async (key, source) => ({ ...(await store.putIfAbsent(key, source)), outcome: 'taken' }),
  };
  const recorded = await recordAudit(losing, auditDraft(), 10n);
  expect((await readAudits(store, 'posture')).audits).toEqual([recorded]);
});

test('a place that another writer took is left to him, and the next one is used', async () => {
  const store = memoryStore();
  let others = 1;
  const contended: ObjectStore = {
    ...store,
    putIfAbsent: async (key, source) => {
      if (others > 0) {
        others -= 1;
        await recordAudit(store, auditDraft({ write_id: 'other' }), 9n);
      }
      return store.putIfAbsent(key, source);
    },
  };
  const { record } = await recordAudit(contended, auditDraft(), 10n);
  expect(record.sequence).toBe(2);
  const { audits, damaged } = await readAudits(store, 'posture');
  expect([audits.map((one) => one.record.write_id), damaged]).toEqual([['other', 'w1'], []]);
});

test('an audit that was changed, forged or taken away is told, and what follows it as well', async () => {
  const made = await recordAudit(memoryStore(), auditDraft(), 10n);
  const put = async (...objects: [string, string | Uint8Array][]) => {
    const store = memoryStore();
    for (const [key, bytes] of objects) await store.putIfAbsent(key, { bytes: Buffer.from(bytes) });
    return readAudits(store, 'posture');
  };
  const bytes = auditBytes(made.record);
  const second = { ...made.record, sequence: 2, previous_sha256: made.sha256 };
  const changed = auditBytes({ ...made.record, sound: false });
  const two = auditKey('posture', 2);
  expect(await put([made.key, changed], [two, auditBytes(second)])).toMatchObject({
    audits: [{ record: { sequence: 1 } }],
    damaged: [{ key: two, reason: expect.stringMatching(/^follows a record with hash /) as string }],
  });
  expect((await put([two, auditBytes(second)])).damaged).toEqual([
    { key: two, reason: `stands where ${made.key} was expected` },
  ]);
  expect((await put([made.key, bytes.subarray(0, 40)])).damaged).toEqual([
    { key: made.key, reason: 'is no JSON' },
  ]);
  expect((await put([made.key, '{}'])).damaged).toEqual([
    {
      key: made.key,
      reason: expect.stringMatching(
        /^is no record of an audit \(the document must have required property/,
      ) as string,
    },
  ]);
});

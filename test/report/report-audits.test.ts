import { expect, test } from 'vitest';
import type { AuditRecord } from '../../src/domain/generated/audit-record.js';
import type { Posture } from '../../src/domain/generated/posture.js';
import type { Reconciliation } from '../../src/domain/generated/reconciliation.js';
import type { TrailVerification } from '../../src/domain/generated/trail-verification.js';
import type { RecordedAudit } from '../../src/lake/audit/audit-record.js';
import { buildReport } from '../../src/report/build-report.js';
import type { ReportInput } from '../../src/report/report-input.js';
import { accessSection } from '../../src/report/sections/access-section.js';
import { trailSection } from '../../src/report/sections/trail-section.js';
import { schemaErrors } from '../support/schema-errors.js';
import { eventfulDay } from './sample-documents.js';
import { hash, nothingElse } from './sample-surroundings.js';

const counts = (total: number, invalid = 0) => ({
  total,
  valid: total - invalid,
  invalid,
  unverifiable: 0,
  unverified: 0,
});

/** Midnight UTC before the trade date. */
const day = Date.parse('2026-11-20T00:00:00Z');

function recorded(kind: AuditRecord['kind'], sequence: number, result: AuditRecord['result']): RecordedAudit {
  const record: AuditRecord = {
    ...{ format: 1, kind, sequence, previous_sha256: null, write_id: `w${sequence}` },
    made_at_ns: String(BigInt(day + 30 * 3_600_000) * 1_000_000n),
    ...{ tapewarden_version: '1.2.3', sound: true, result },
  };
  return { key: `audit/kind=${kind}/0000000${sequence}.json`, sha256: hash(`${kind}${sequence}`), record };
}

function trail(first: string, last: string, invalid = 0): TrailVerification {
  const chain = {
    ...{
      account: '1',
      region: 'us-east-1',
      trail: 'audit',
      home_region: 'us-east-1',
      kind: 'standard' as const,
    },
    ...{ first, last, digests: counts(30), logs: counts(40, invalid), missing_hours: 0, head: null },
  };
  return {
    ...{ format: 1, bucket: 'acme-audit', prefix: '', from: null, to: null, trail: null, chains: [chain] },
    totals: {
      ...{ digests: counts(30), backfill_digests: counts(0), logs: counts(40, invalid) },
      ...{ missing_hours: 0, unnamed_objects: 0 },
    },
    ...{ gaps: [], verdicts_sha256: hash('verdicts'), findings: [] },
  };
}

function access(from: string, to: string, findings: Reconciliation['findings'] = []): Reconciliation {
  return {
    ...{ format: 1, lake: 's3://acme/lake', from, to, logs: { verified: 40, unverified: 0 }, unverified: [] },
    records: {
      ...{ read: 90, unread: 0, duplicates: 1, shared: 0, updates: 0, events: 89 },
      ...{ in_range: 80, failed: 2, delayed: 0 },
    },
    unread: [],
    writes: {
      ...{ due: 12, matched: 12, missing: 0, events: 12, own: 12 },
      ...{ repeated: 0, unrecorded: 0, overwriting: 0 },
    },
    rules: [{ id: 'write-missing', version: 1, title: 'Writes', cites: [], findings: findings.length }],
    findings,
  };
}

function posture(part: Partial<Posture> = {}): Posture {
  return {
    ...{ format: 1, lake: 's3://acme/lake', checked_at: '2026-11-21T06:00:00Z', resources: ['s3://acme'] },
    ...{ pass: 3, fail: 0, unknown: 0, controls: [] },
    ...part,
  };
}

const finding: Reconciliation['findings'][number] = {
  ...{ rule_id: 'write-missing', rule_version: 1, severity: 'high', subject: 'data/x' },
  ...{ sentence: 'data/x has no event', meaning: 'look', event: null },
};

function verdictsOf(audits: Partial<ReportInput['audits']>) {
  const known = { ...nothingElse.audits, ...audits };
  const report = buildReport({ ...eventfulDay, audits: known });
  expect(schemaErrors('report', [report])).toEqual([]);
  return Object.fromEntries(report.verdicts.map((verdict) => [verdict.area, verdict]));
}

const [begin, end] = ['2026-11-20T00:00:00Z', '2026-11-21T00:00:00Z'];

test.each([
  ['the whole day, exactly', 'complete', trail(begin, end)],
  ['a second less at the begin', 'incomplete', trail('2026-11-20T00:00:01Z', end)],
  ['a second less at the end', 'incomplete', trail(begin, '2026-11-20T23:59:59Z')],
  ['nothing of the day', 'not_checked', trail(end, '2026-11-22T00:00:00Z')],
  ['a changed log', 'failed', trail(begin, end, 1)],
] as const)('a verification of %s makes the trail %s', (_, state, result) => {
  const audits = { trail: { audits: [recorded('trail', 1, result)], damaged: [] } };
  expect(verdictsOf(audits)['trail']?.state).toBe(state);
});

test('a trail covers what all its chains cover, and nothing where one has no valid digest', () => {
  const both = trail(begin, end);
  const other = { ...(both.chains[0] as TrailVerification['chains'][number]), region: 'us-west-2' };
  const stateWith = (chain: TrailVerification['chains'][number]) =>
    verdictsOf({
      trail: { audits: [recorded('trail', 1, { ...both, chains: [...both.chains, chain] })], damaged: [] },
    })['trail']?.state;
  expect(stateWith(other)).toBe('complete');
  expect(stateWith({ ...other, last: '2026-11-20T12:00:00Z' })).toBe('incomplete');
  expect(stateWith({ ...other, first: null, last: null })).toBe('not_checked');
});

test('the newest audit of the whole day is quoted before a newer one of a part', () => {
  const audits = [
    recorded('access', 1, access(begin, end, [finding])),
    recorded('access', 2, access(begin, end)),
    recorded('access', 3, access(begin, '2026-11-20T12:00:00Z')),
  ];
  const report = buildReport({
    ...eventfulDay,
    audits: { ...nothingElse.audits, access: { audits, damaged: [] } },
  });
  expect(report.audits.access?.record).toMatchObject({ sequence: 2, sha256: hash('access2'), days_after: 1 });
});

test('a finding of access is a finding of the report, and a part of the day is no whole', () => {
  const of = (result: Reconciliation) =>
    verdictsOf({ access: { audits: [recorded('access', 1, result)], damaged: [] } })['access'];
  expect(of(access(begin, end))?.state).toBe('complete');
  expect(of(access(begin, end, [finding]))).toMatchObject({ state: 'findings', headline: '1 finding' });
  expect(of(access(begin, '2026-11-20T12:00:00Z'))?.state).toBe('incomplete');
  expect(of({ ...access(begin, end), logs: { verified: 0, unverified: 0 } })?.state).toBe('incomplete');
});

test('findings of access stand before the rules, and one of the trail is told under what it is about', () => {
  const found = { ...finding, subject: 'data/x' };
  const uri = 's3://acme-audit/log.json.gz';
  const verified: TrailVerification = {
    ...trail(begin, end),
    findings: [{ code: 'log-missing', uri, message: `${uri}: is not there [log-missing]`, data: {} }],
  };
  const { audits } = buildReport({
    ...eventfulDay,
    audits: {
      ...nothingElse.audits,
      trail: { audits: [recorded('trail', 1, verified)], damaged: [] },
      access: { audits: [recorded('access', 1, access(begin, end, [found]))], damaged: [] },
    },
  });
  const captions = accessSection(audits.access).blocks.map((block) =>
    'caption' in block ? block.caption : '',
  );
  expect(captions).toEqual(['', ['Findings: 1 high, 0 medium, 0 low'], 'Every rule that was run']);
  expect(trailSection(audits.trail).blocks.at(-1)).toMatchObject({
    rows: [[{ code: 'log-missing' }, { lines: [{ code: uri }, 'is not there [log-missing]'] }]],
  });
});

test('the posture fails with a control, is known in part with an unknown one, and old before the day', () => {
  const of = (result: Posture, made_at_ns?: string) => {
    const one = recorded('posture', 1, result);
    const record = { ...one.record, made_at_ns: made_at_ns ?? one.record.made_at_ns };
    return verdictsOf({ posture: { audits: [{ ...one, record }], damaged: [] } })['posture']?.state;
  };
  expect(of(posture())).toBe('complete');
  expect(of(posture({ fail: 1 }))).toBe('findings');
  expect(of(posture({ unknown: 1 }))).toBe('incomplete');
  expect(of(posture(), String(BigInt(day) * 1_000_000n))).toBe('complete');
  expect(of(posture(), String(BigInt(day) * 1_000_000n - 1n))).toBe('incomplete');
});

test('a damaged record of an audit fails its area and no other', () => {
  const damaged = [{ key: 'audit/kind=access/00000001.json', reason: 'is no JSON' }];
  const verdicts = verdictsOf({ access: { audits: [], damaged } });
  expect(verdicts['access']?.state).toBe('failed');
  expect(verdicts['trail']?.state).toBe('not_checked');
});

import { expect, test } from 'vitest';
import type { DeliveryOutcome, Run } from '../../src/domain/generated/run.js';
import { buildReport } from '../../src/report/build-report.js';
import type { ReportInput } from '../../src/report/report-input.js';
import { schemaErrors } from '../support/schema-errors.js';
import {
  alert,
  delivery,
  eventfulDay,
  evidence,
  layering,
  ledgerEntry,
  outcome,
  rejection,
  run,
  totals,
} from './sample-documents.js';
import { hash, nothingElse } from './sample-surroundings.js';

const quietDay: ReportInput = {
  ...nothingElse,
  run: run({}),
  alerts: [],
  evidence: [],
  rejections: [],
  ledger: { entries: [] },
  quarantine: [],
  patterns: [layering],
};

function reportOf(part: Partial<ReportInput>) {
  return buildReport({ ...quietDay, ...part });
}

function statesOf(part: Partial<ReportInput>) {
  return Object.fromEntries(reportOf(part).verdicts.map(({ area, state }) => [area, state]));
}

function accountingOf(...deliveries: Partial<DeliveryOutcome>[]) {
  return reportOf({ run: run({ deliveries: deliveries.map(delivery) }) }).accounting;
}

test.each([
  ['eventful', eventfulDay],
  ['quiet', quietDay],
  ['empty', { ...quietDay, run: run({ deliveries: [], patterns: [], inputs: [] }), patterns: [] }],
])('the report of an %s day is valid against its schema', (_, input) => {
  expect(schemaErrors('report', [buildReport(input)])).toEqual([]);
});

test('the order of alerts, evidence and patterns does not change the report', () => {
  const shuffled = {
    ...eventfulDay,
    alerts: eventfulDay.alerts.toReversed(),
    evidence: eventfulDay.evidence.toReversed(),
    patterns: eventfulDay.patterns.toReversed(),
  };
  expect(buildReport(shuffled)).toEqual(buildReport(eventfulDay));
});

test('records that add up are balanced, one record more or less is not', () => {
  const counts = { accepted: 7, rejected: 2, duplicates: 1 };
  const balancedOf = (read: number) => accountingOf({ totals: totals({ ...counts, read }) }).total.balanced;
  expect([9, 10, 11].map(balancedOf)).toEqual([false, true, false]);
});

test('one duplicate is told as one', () => {
  const one = totals({ read: 10, accepted: 7, rejected: 2, duplicates: 1 });
  const { verdicts } = buildReport({ ...eventfulDay, run: run({ deliveries: [delivery({ totals: one })] }) });
  expect(verdicts.find(({ area }) => area === 'records')?.sentence).toBe(
    '10 read = 7 accepted + 2 rejected + 1 duplicate.',
  );
});

test('two opposite errors do not cancel', () => {
  const accounting = accountingOf(
    { totals: totals({ read: 11, accepted: 10 }) },
    { totals: totals({ read: 9, accepted: 10 }) },
  );
  expect(accounting.total).toMatchObject({ read: 20, accepted: 20, balanced: false });
  expect(accounting.feeds).toMatchObject([{ feed: 'acme-orders', balanced: false }]);
});

test('a published file without totals is not balanced', () => {
  expect(accountingOf({ totals: null }).total.balanced).toBe(false);
});

test('records of refused files are counted nowhere, the refusal is', () => {
  const accounting = accountingOf(
    { totals: totals({ read: 5, accepted: 5 }) },
    { feed: 'bolt-fix', status: 'refused', totals: totals({ read: 9, accepted: 8 }) },
    { feed: null, status: 'refused', totals: null },
  );
  expect(accounting.feeds).toMatchObject([
    { feed: 'acme-orders', deliveries: 1, refused: 0, read: 5 },
    { feed: 'bolt-fix', deliveries: 0, refused: 1, read: 0 },
  ]);
  expect(accounting.total).toMatchObject({ deliveries: 1, refused: 2, read: 5, balanced: true });
});

test('refused files come first, in their order', () => {
  const files = buildReport(eventfulDay).deliveries.map(({ file, status }) => `${status} ${file}`);
  expect(files).toEqual([
    'refused cedar-2026-11-20.jsonl.zst',
    'published acme-orders-2026-11-20.psv.gz',
    'already_published bolt-20261120.fix',
  ]);
});

test('a clean, clear day is complete in all areas that were checked, and says of the others that they were not', () => {
  const deliveries = [delivery({ totals: totals({ read: 3, accepted: 3 }) })];
  expect(statesOf({ run: run({ deliveries }) })).toEqual({
    deliveries: 'complete',
    records: 'complete',
    quarantine: 'complete',
    surveillance: 'complete',
    jobs: 'none',
    trail: 'not_checked',
    access: 'not_checked',
    posture: 'not_checked',
  });
});

test('a dataset that is not whole is named, one of which all or nothing is due is not', () => {
  const deliveries = [delivery({ totals: totals({ read: 3, accepted: 3 }) })];
  const completeness: Run['completeness'] = [
    { dataset: 'accounts', verdict: 'complete', reasons: [] },
    { dataset: 'quotes', verdict: 'nothing_due', reasons: [] },
    { dataset: 'trades', verdict: 'incomplete', reasons: ['tape: number 2 missing'] },
  ];
  const { verdicts } = reportOf({ run: run({ deliveries, completeness }) });
  expect(verdicts[0]?.sentence).toBe('1 file published; no feed missing; not whole: trades.');
});

test.each([
  ['no delivery', { deliveries: [] }, { deliveries: 'incomplete', records: 'incomplete' }],
  ['only refused deliveries', { deliveries: [delivery({ status: 'refused' })] }, { deliveries: 'failed' }],
  [
    'one refused of two',
    { deliveries: [delivery({}), delivery({ status: 'refused' })] },
    { deliveries: 'incomplete' },
  ],
  ['a missing feed', { missing_feeds: ['tape-quotes'] }, { deliveries: 'incomplete' }],
  [
    'a dataset that the ledger calls incomplete',
    { completeness: [{ dataset: 'trades', verdict: 'incomplete', reasons: ['tape: number 2 missing'] }] },
    { deliveries: 'incomplete' },
  ],
  [
    'a dataset of which files are still to come',
    { completeness: [{ dataset: 'trades', verdict: 'not_due_yet', reasons: ['tape: more files may come'] }] },
    { deliveries: 'incomplete' },
  ],
  ['rejected records', {}, { records: 'findings' }],
  [
    'records that do not add up',
    { deliveries: [delivery({ totals: totals({ read: 1 }) })] },
    { records: 'failed' },
  ],
  ['a file without a record', { deliveries: [delivery({ totals: totals({}) })] }, { records: 'incomplete' }],
  [
    'an inconclusive pattern',
    { patterns: [outcome({ outcome: 'inconclusive' })] },
    { surveillance: 'incomplete' },
  ],
  ['a failed pattern', { patterns: [outcome({ outcome: 'failed' })] }, { surveillance: 'failed' }],
  [
    'a missed canary',
    { patterns: [outcome({ canary: { state: 'missed', alerts: 0, sha256: hash('canary') } })] },
    { surveillance: 'failed' },
  ],
  [
    'a pattern without a canary',
    { patterns: [outcome({ canary: { state: 'none', alerts: 0, sha256: null } })] },
    { surveillance: 'complete' },
  ],
  ['a pattern that was not run', { patterns: [] }, { surveillance: 'incomplete' }],
  [
    'a clear pattern that saw no event',
    { patterns: [outcome({ events_seen: 0 })] },
    { surveillance: 'incomplete' },
  ],
] as const)('%s is never silent success', (_, part, expected) => {
  expect(statesOf({ run: run(part as unknown as Parameters<typeof run>[0]) })).toMatchObject(expected);
});

test('no pattern at all is incomplete, not clear', () => {
  expect(statesOf({ run: run({ patterns: [] }), patterns: [] })).toMatchObject({
    surveillance: 'incomplete',
  });
});

test('a rule that is not in force leaves coverage complete, but alone it is nothing looked for', () => {
  const outside = outcome({ pattern_id: 'z', outcome: 'not_in_force', reason: 'not yet', events_seen: 0 });
  expect(statesOf({ run: run({ patterns: [outcome({}), outside] }) })).toMatchObject({
    surveillance: 'complete',
  });
  expect(statesOf({ run: run({ patterns: [outside] }), patterns: [] })).toMatchObject({
    surveillance: 'incomplete',
  });
});

test('patterns that prove nothing come first', () => {
  const outcomes = reportOf({
    run: run({ patterns: buildPatterns() }),
    patterns: [{ ...layering, id: 'spoofing' }],
    alerts: [alert({ pattern_id: 'd', evidence_count: 0 })],
  }).coverage.map((line) => `${line.outcome} ${line.pattern_id}`);
  expect(outcomes).toEqual([
    'failed a',
    'not_run spoofing',
    'inconclusive b',
    'alerts d',
    'clear c',
    'clear e',
    'not_in_force 0',
  ]);
});

function buildPatterns() {
  return [
    outcome({ pattern_id: '0', outcome: 'not_in_force' }),
    outcome({ pattern_id: 'e' }),
    outcome({ pattern_id: 'd', outcome: 'alerts', alerts: 1 }),
    outcome({ pattern_id: 'c' }),
    outcome({ pattern_id: 'b', outcome: 'inconclusive' }),
    outcome({ pattern_id: 'a', outcome: 'failed' }),
  ];
}

test('alerts come high severity first, then by time to the nanosecond', () => {
  const [finding] = buildReport(eventfulDay).findings;
  expect(finding?.alerts.map(({ alert_id, severity }) => [alert_id, severity])).toEqual([
    [hash('a1'), 'high'],
    [hash('b2'), 'high'],
    [hash('c3'), 'medium'],
  ]);
});

const oneAlert: Partial<ReportInput> = {
  run: run({ patterns: [outcome({ outcome: 'alerts', alerts: 1 })] }),
  alerts: [alert({ evidence_count: 1 })],
  evidence: [evidence({})],
};

test('documents that agree have no contradictions', () => {
  expect(reportOf(oneAlert).contradictions).toEqual([]);
  expect(statesOf(oneAlert)).toMatchObject({ surveillance: 'findings' });
});

test.each<[string, Partial<ReportInput>, string]>([
  [
    'a lost alert',
    { alerts: [], evidence: [] },
    'pattern layering: the run counts 1 alerts, but 0 are recorded',
  ],
  [
    'a clear pattern with alerts',
    { run: run({ patterns: [outcome({ alerts: 1 })] }) },
    'pattern layering: the outcome is "clear", but the run counts 1 alerts',
  ],
  [
    'alerts without any alert',
    { run: run({ patterns: [outcome({ outcome: 'alerts' })] }), alerts: [], evidence: [] },
    'pattern layering: the outcome is "alerts", but the run counts 0 alerts',
  ],
  [
    'another specification',
    { patterns: [{ ...layering, version: 2 }] },
    'pattern layering: version 1 was run, but the specification at hand is version 2',
  ],
  [
    'an alert of another version',
    { alerts: [alert({ evidence_count: 1, pattern_version: 2 })] },
    'pattern layering: version 1 was run, but alerts of another version are recorded',
  ],
  [
    'an alert of other settings',
    { alerts: [alert({ evidence_count: 1, settings_sha256: hash('other') })] },
    'pattern layering: alerts found with other settings than those in force are recorded',
  ],
  [
    'an alert of a pattern that the run does not name',
    { run: run({ patterns: [] }), patterns: [] },
    'pattern layering: alerts are recorded, but the run does not name it',
  ],
  [
    'an alert of another day',
    { alerts: [alert({ evidence_count: 1, trade_date: '2026-11-19' })] },
    '1 alerts are of another trade date than 2026-11-20',
  ],
  ['lost evidence', { evidence: [] }, '1 alerts declare another number of evidence rows than is recorded'],
  [
    'stray evidence',
    { evidence: [evidence({}), evidence({ alert_id: hash('none') })] },
    '1 evidence rows belong to no alert of this run',
  ],
])('%s is a contradiction and fails surveillance', (_, part, sentence) => {
  const report = reportOf({ ...oneAlert, ...part });
  expect(report.contradictions).toEqual([sentence]);
  expect(report.verdicts).toContainEqual(expect.objectContaining({ area: 'surveillance', state: 'failed' }));
});

test('rejections are grouped by feed and code, most first, with three examples cut to size', () => {
  const summary = reportOf({
    rejections: [
      rejection({ feed: 'bolt-fix', code: 'value-missing' }),
      ...[1, 2, 3, 4].map((line) => rejection({ line, byte_offset: line, value: 'x'.repeat(121) })),
      rejection({ line: 4, byte_offset: 4, field: 'sym', code: 'value-missing' }),
    ],
  }).rejections;
  expect(summary.groups.map(({ feed, code, faults }) => [feed, code, faults])).toEqual([
    ['acme-orders', 'value-not-decimal', 4],
    ['acme-orders', 'value-missing', 1],
    ['bolt-fix', 'value-missing', 1],
  ]);
  expect(summary.groups[0]?.examples.map(({ line }) => line)).toEqual([1, 2, 3]);
  expect(summary.groups[0]?.examples[0]?.value).toBe(`${'x'.repeat(120)}… (121 characters in all)`);
  expect(summary).toMatchObject({ records_rejected: 17, records_given: 5 });
});

test('the arrivals are due, received and late as the ledger says, with its findings', () => {
  expect(buildReport(eventfulDay).arrivals).toEqual([
    {
      feed: 'acme-orders',
      verdict: 'complete',
      due: 'daily',
      due_at_ns: '1795217400000000000',
      received_at_ns: '1795218300000000001',
      late_by_ns: '900000000001',
      missing: false,
      files: { received: 1, replaced: 0, refused: 0, duplicate: 0 },
      late_files: 1,
      controls_checked: 0,
      control_breaks: 0,
      notes: [],
      deliveries: [
        {
          ...{ file: 'acme-orders-2026-11-20.psv.gz', sha256: hash('acme'), state: 'received' },
          ...{
            received_at_ns: '1795218300000000001',
            late_by_ns: '900000000001',
            read: null,
            rejected: null,
          },
        },
      ],
    },
    {
      feed: 'tape-quotes',
      verdict: 'incomplete',
      due: 'daily',
      due_at_ns: '1795217400000000000',
      received_at_ns: null,
      late_by_ns: null,
      missing: true,
      files: { received: 0, replaced: 0, refused: 0, duplicate: 0 },
      late_files: 0,
      controls_checked: 0,
      control_breaks: 0,
      notes: ['nothing arrived [ledger-missing]'],
      deliveries: [],
    },
  ]);
});

test('of several files the last one counts, and one that does not stand is none', () => {
  const entry = ledgerEntry({ feed: 'acme-orders', late_by_ns: '5' });
  const [file] = entry.deliveries;
  if (file === undefined) throw new Error('it has a file');
  const at = (received_at_ns: string, late_by_ns: string | null, state = file.state): typeof file => ({
    ...file,
    received_at_ns,
    late_by_ns,
    state,
  });
  const deliveries = [
    at('9', '3'),
    at('10', '4'),
    at('8', null),
    at('99', '90', 'refused'),
    at('98', '89', 'replaced'),
  ];
  expect(reportOf({ ledger: { entries: [{ ...entry, deliveries }] } }).arrivals).toMatchObject([
    { received_at_ns: '10', late_by_ns: '4' },
  ]);
});

test('the quarantine lists feeds that rejected records, and no others', () => {
  expect(buildReport(eventfulDay).quarantine).toEqual([
    { feed: 'acme-orders', rejected: 17, repaired: 3, withdrawn: 2, open: 12, unlisted: 0 },
  ]);
});

import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Posture } from '../../../src/domain/generated/posture.js';
import type { Reconciliation } from '../../../src/domain/generated/reconciliation.js';
import { recordAudit } from '../../../src/lake/audit/record-audit.js';
import { openLocalStore } from '../../../src/store/local-store.js';
import { cliIn } from '../../cli/support/run-cli.js';

export const DAYS = ['2026-11-19', '2026-11-20'] as const;

/** 18:40 in New York on 2026-11-20, when some files of the day are due and others are late. */
const between = 1_795_218_000_000_000_000n;
const PATTERNS = ['excessive-cancels', 'layering', 'marking-the-close', 'short-sale-marking', 'wash-trade'];
const ACME = 'acme-orders-20261120.psv.gz';

/**
 * A lake in which everything has happened: two days with faults, a feed that did not come, a file refused for its controls, a record
 * repaired and one withdrawn, two runs of one day, jobs that ended, failed, cost and never ended, and audits.
 */
export async function makeSurveyedLake(folder: string): Promise<void> {
  for (const id of PATTERNS)
    cpSync(path.join('patterns', id), path.join(folder, 'patterns', id), { recursive: true });
  writeFileSync(path.join(folder, 'tapewarden.yaml'), 'patterns: patterns\n');
  const tapewarden = cliIn(folder, between);
  const simulated = ['--events', '2000', '--seed', '7', '--faults', '8', '--date', DAYS[0], '--out', DAYS[0]];
  const made = await tapewarden('simulate', ...simulated);
  if (made.exit !== 'clear') throw new Error(made.stderr);
  cpSync('demo/deliveries', path.join(folder, DAYS[1], 'deliveries'), { recursive: true });
  const raw = (date: string): string => path.join(folder, date, 'deliveries');
  rmSync(path.join(raw(DAYS[0]), 'bolt-dropcopy-20261119.log.gz'));
  await run(tapewarden, DAYS[0], raw(DAYS[0]));
  await run(tapewarden, DAYS[1], raw(DAYS[1]));
  await settleRecords(folder, tapewarden);
  writeFileSync(path.join(raw(DAYS[1]), ACME), withoutARecord(path.join(raw(DAYS[1]), ACME)));
  await run(tapewarden, DAYS[1], raw(DAYS[1]));
  writeJobs(path.join(folder, 'lake'));
  await writeAudits(path.join(folder, 'lake'));
}

type Cli = ReturnType<typeof cliIn>;

async function run(tapewarden: Cli, date: string, raw: string): Promise<void> {
  const ran = await tapewarden('run', '--date', date, '--raw', raw, '--report', 'report.html');
  if (ran.exit !== 'findings') throw new Error(`${ran.exit} ${ran.stderr}`);
}

/** Bytes of a file of which the trailer counts a record more than there is. */
function withoutARecord(file: string): Buffer {
  const lines = gunzipSync(readFileSync(file)).toString('utf8').split('\n');
  return gzipSync(lines.toSpliced(5, 1).join('\n'));
}

async function settleRecords(folder: string, tapewarden: Cli): Promise<void> {
  const listed = await tapewarden('quarantine', 'list', '--date', DAYS[1], '--json');
  const records = (JSON.parse(listed.stdout) as { id: string; state: string }[]).slice(0, 2);
  const shown = await Promise.all(records.map(({ id }) => tapewarden('quarantine', 'show', id, '--json')));
  const repair = {
    by: 'Kim',
    reason: 'agreed by telephone',
    records: shown.map(({ stdout }, index) => ({
      record: records[index]?.id,
      raw_sha256: (JSON.parse(stdout) as { raw: { sha256: string } }).raw.sha256,
      withdraw: 'sent by mistake',
    })),
  };
  writeFileSync(path.join(folder, 'repair.json'), JSON.stringify(repair));
  const repaired = await tapewarden('quarantine', 'repair', '--patch', 'repair.json');
  const replayed = await tapewarden('quarantine', 'replay');
  if (repaired.exit === 'usage' || replayed.exit === 'usage')
    throw new Error(repaired.stderr + replayed.stderr);
}

/** Records of jobs as they lie in a lake, written by hand. */
function writeJobs(lake: string): void {
  const job = (letter: string, attempts: readonly object[][], more: object = {}): void => {
    const job_id = letter.repeat(64);
    const folder = path.join(lake, `jobs/trade_date=${DAYS[1]}/job=${job_id}`);
    const plan = {
      ...{ plan_id: job_id, trade_date: DAYS[1], workload: 'surveillance', pattern_id: `pattern-${letter}` },
      ...{ pattern_version: 3, inputs: [{ bytes: 1000 }, { bytes: 24 }], ...more },
    };
    const about = { spec: { title: `Title ${letter}` }, gap: null, blocked: null, canary: null };
    put(`${folder}/job.json`, { format: 1, job_id, plan, ...about });
    for (const [index, [begun, ended]] of attempts.entries()) {
      const place = `${folder}/attempt=000${index + 1}`;
      put(`${place}/begun.json`, begun);
      put(`${place}/handle.json`, { runner: 'emr-serverless', id: '00f', place: 'app' });
      if (ended !== undefined) put(`${place}/ended.json`, ended);
    }
  };
  const begun = (second: string) => ({
    ...{
      runner: 'emr-serverless',
      host: null,
      token: 'f'.repeat(64),
      route: 'by bytes',
      estimate_usd: '0.500000',
    },
    began_at: `2026-11-20T23:00:${second}Z`,
  });
  const ended = (state: string, part: object) => ({
    ...{ state, native_state: state.toUpperCase(), reason: null, queued_seconds: 12.5, billed: null },
    ...{ ended_at: '2026-11-20T23:04:10.250Z', outcome: state === 'success' ? 'clear' : 'failed' },
    ...{ alerts: state === 'success' ? 0 : null, canary: null, ...part },
  });
  const billed = { vcpu_hours: '0.25', memory_gb_hours: '1.1', storage_gb_hours: '0', usd: '0.300001' };
  job('a', [
    [begun('01'), ended('failed', { billed: { ...billed, usd: '0.100001' } })],
    [begun('02'), ended('success', { alerts: 7, outcome: 'alerts', billed })],
  ]);
  job('b', [[begun('03'), ended('success', { rows: 41, alerts: null, outcome: 'rows' })]], { kind: 'query' });
  job('c', [[begun('04'), ended('failed', { queued_seconds: null })]]);
  job('d', [[begun('05')]]);
  job('e', [[begun('06'), ended('cancelled', {})]]);
}

function put(file: string, document: unknown): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(document));
}

async function writeAudits(lake: string): Promise<void> {
  const store = openLocalStore(lake);
  const finding = {
    rule_version: 1,
    subject: 'data/x',
    sentence: 'it was read',
    meaning: 'look',
    event: null,
  };
  const access: Reconciliation = {
    ...{ format: 1, lake: 's3://acme/lake', from: `${DAYS[0]}T00:00:00Z`, to: '2026-11-21T00:00:00Z' },
    ...{ logs: { verified: 31, unverified: 2 }, unverified: [{ key: 'k', reason: 'r' }], unread: [] },
    records: {
      ...{ read: 907, unread: 1, duplicates: 6, shared: 0, updates: 0, events: 900 },
      ...{ in_range: 880, failed: 13, delayed: 1 },
    },
    writes: {
      ...{ due: 50, matched: 49, missing: 1, events: 53, own: 49 },
      ...{ repeated: 1, unrecorded: 2, overwriting: 1 },
    },
    rules: [{ id: 'read-outside', version: 4, title: 'Reads', cites: [], findings: 2 }],
    findings: [
      { rule_id: 'read-outside', severity: 'low', ...finding },
      { rule_id: 'read-outside', severity: 'high', ...finding },
    ],
  };
  const control = {
    ...{ resource: 's3://acme', title: 'Versioned', nist_800_53: [], sec_17a_4: null, attacker_gains: 'x' },
    ...{ fix: 'do', evidence: [], missing_permission: null },
  };
  const posture: Posture = {
    ...{ format: 1, lake: 's3://acme/lake', checked_at: '2026-11-21T06:00:00Z', resources: ['s3://acme'] },
    ...{ pass: 1, fail: 1, unknown: 0 },
    controls: [
      { ...control, id: 'versioned', verdict: 'pass' },
      { ...control, id: 'closed', verdict: 'fail' },
    ],
  };
  const draft = { write_id: 'w', tapewarden_version: '1.2.3', sound: false };
  await recordAudit(store, { kind: 'access', result: access, ...draft }, between + 60_000_000_000n);
  await recordAudit(store, { kind: 'posture', result: posture, ...draft }, between + 86_400_000_000_000n);
}

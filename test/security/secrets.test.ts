import { generateKeyPairSync } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Job } from '../../src/domain/generated/job.js';
import { packageRoot } from '../../src/domain/package-root.js';
import { DuckDbSession } from '../../src/engine/duckdb-session.js';
import { duckdbText } from '../../src/engine/sql-literal.js';
import { peopleFile, peopleFormats, writePeopleFeeds } from '../cli/support/people-project.js';
import { type Cli, cliIn, temporaryFolder } from '../cli/support/run-cli.js';
import { FakeAccount, IN_ACCOUNT } from '../fakes/account/fake-account.js';
import { stubAwsEnvironment } from '../fakes/aws-environment.js';
import { FakeRedshift } from '../fakes/redshift-data/fake-redshift.js';
import { FakeWarehouse } from '../fakes/redshift-data/fake-warehouse.js';
import { findLeaks, formsOf, type Told, textsOf } from '../support/find-leaks.js';
import { recordWire, type Wire } from '../support/record-wire.js';

const { folder, remove } = temporaryFolder();
const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
const program = [process.execPath, '--import', tsx, path.join(packageRoot(), 'src', 'cli', 'main.ts')];
const report_key = generateKeyPairSync('ed25519')
  .privateKey.export({ type: 'pkcs8', format: 'pem' })
  .toString();

/** Secrets that are there while everything runs; none may be anywhere else. */
const SECRETS = {
  'access key': 'AKIAKANARIACCESS0001',
  'secret key': 'kanari/Secret+Access/Key0000000000000002',
  'session token': 'KanariSessionToken/0003+AAAAAAAAAAAAAAAAAAAA==',
  'personal key': 'c0ffee04'.repeat(8),
  'report key': report_key.split('\n')[1] ?? '',
  'password of the warehouse': 'Kanari-Pass-0005-word',
  'password of Spark': 'Kanari-Spark-0006-secret',
};
const ENVIRONMENT = {
  AWS_ACCESS_KEY_ID: SECRETS['access key'],
  AWS_SECRET_ACCESS_KEY: SECRETS['secret key'],
  AWS_SESSION_TOKEN: SECRETS['session token'],
  TAPEWARDEN_PERSONAL_KEY: SECRETS['personal key'],
  PGPASSWORD: SECRETS['password of the warehouse'],
  SPARK_AUTHENTICATE_SECRET: SECRETS['password of Spark'],
};

/** No secret: planted on purpose, to show that the search finds what is there. */
const PLANTED = 'Gepflanzt0007IndenDaten';

let account: FakeAccount;
let warehouse: FakeWarehouse;
let redshift: FakeRedshift;
let wire: Wire;
let tapewarden: Cli;
let jobs: Job[] = [];
const exits: Record<string, string> = {};
const said: Told[] = [];

async function call(...args: string[]): Promise<string> {
  const { exit, stdout, stderr } = await tapewarden(...args);
  said.push([args.join(' '), `${stdout}\n${stderr}`]);
  exits[args.join(' ')] = exit;
  return stdout;
}

beforeAll(async () => {
  stubAwsEnvironment();
  for (const [name, value] of Object.entries(ENVIRONMENT)) vi.stubEnv(name, value);
  wire = recordWire();
  account = await FakeAccount.start({ access_key_id: SECRETS['access key'] });
  const bucket = account.s3.bucket(IN_ACCOUNT.bucket);
  warehouse = await FakeWarehouse.open();
  warehouse.read = (uri) =>
    Promise.resolve(bucket.current(uri.replace(`s3://${IN_ACCOUNT.bucket}/`, ''))?.body ?? null);
  redshift = await FakeRedshift.start(warehouse);
  redshift.look_ms = 10_000;
  redshift.warehouses.set(IN_ACCOUNT.workgroup, ['reports']);
  account.emr.look_ms = 60_000;
  account.emr.work = () => Promise.resolve({ ok: false, details: 'Job failed, please check the logs' });
  writePeopleFeeds(folder);
  cpSync(path.join(packageRoot(), 'patterns', 'wash-trade'), path.join(folder, 'patterns', 'wash-trade'), {
    recursive: true,
  });
  writeFileSync(path.join(folder, 'report.pem'), report_key);
  writeFileSync(
    path.join(folder, 'tapewarden.yaml'),
    `${account.projectText().replace('database: reports,', `database: reports, endpoint: "${redshift.endpoint}",`).replace('application: 00f1abcdefgh}', 'application: 00f1abcdefgh, workgroup: reports}')}
feeds: feeds
patterns: patterns
personal: {key_env: TAPEWARDEN_PERSONAL_KEY}
`,
  );
  deliver();
  tapewarden = cliIn(folder, { program, env: { ...ENVIRONMENT } });
  await everything();
}, 180_000);
afterAll(async () => {
  wire.stop();
  await redshift.stop();
  await warehouse.close();
  await account.stop();
  vi.unstubAllEnvs();
  remove();
});

function deliver(): void {
  const { record, file } = peopleFormats['pipe'] as (typeof peopleFormats)[string];
  const order = { evt: 'F', ts: '20261120-10:00:00', sym: 'ZVZZT', px: '10.5', qty: '100', tax: 'T1' };
  const people = [
    { ...order, id: '1', side: '1', acct: 'A1', name: 'ANNA' },
    { ...order, id: '2', side: '2', acct: 'A2', name: 'BERT' },
    // Rejected, so that the quarantine has something to say.
    { ...order, id: '3', side: '9', acct: 'A1', name: 'ANNA', note: PLANTED.slice(0, 12) },
  ];
  const to = (name: string, text: string): void => writeFileSync(path.join(folder, 'deliveries', name), text);
  to(peopleFile('pipe', 1), file(people.map(record)));
  to(peopleFile('pipe', 2), `${PLANTED}\n`);
  to('accounts-20261120.csv', 'account,owner\nA1,O1\nA2,O1\n');
}

/** A whole day, and whatever else touches AWS, a key or a job. */
async function everything(): Promise<void> {
  const day = ['--date', '2026-11-20'];
  await call('run', ...day, '--report', 'report.html', '--json');
  await call('catalog', 'sync');
  await call('quarantine', 'list', ...day);
  await call('alerts', 'list', ...day, '--json');
  await call('report', ...day, '--out', 'signed.html', '--sign', 'report.pem');
  await call('jobs', 'plan', ...day, '--json');
  const work = [
    ['wash-trade', 'emr-serverless'],
    // The one on Spark failed: this is its second attempt.
    ['wash-trade', 'local'],
    ['firm-activity', 'redshift'],
  ] as const;
  for (const [name, runner] of work) {
    const submitted = await call('jobs', 'submit', name, ...day, '--runner', runner, '--json');
    jobs = [...jobs, ...(JSON.parse(submitted) as Job[])];
  }
  for (const { job_id } of jobs) {
    await call('jobs', 'show', job_id);
    await call('jobs', 'logs', job_id);
  }
  await call('query', `SELECT '${PLANTED}' AS planted, count(*) AS n FROM order_events`);
  await call('audit', 'posture');
  await call('audit', 'posture', '--json');
  await call('lake', 'verify');
  await call('doctor');
  await call('personal', 'nonsense');
}

/** Every object of the lake with its key and what is written beside it, and every file of the project but what holds the secrets. */
async function written(): Promise<Told[]> {
  const bucket = account.s3.bucket(IN_ACCOUNT.bucket);
  const copies = path.join(folder, 'copies');
  mkdirSync(copies, { recursive: true });
  const objects = bucket.keys().flatMap((key, index) => {
    const { body, attributes } = bucket.current(key) ?? { body: null, attributes: {} };
    if (key.endsWith('.parquet')) writeFileSync(path.join(copies, `${index}.parquet`), body ?? '');
    const beside: Told = [`the attributes of ${key}`, `${key}\n${JSON.stringify(attributes)}`];
    return [beside, ...textsOf(key, body ?? Buffer.alloc(0))];
  });
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => !/^(report\.pem|deliveries\/)/.test(path.relative(folder, file)));
  const session = await DuckDbSession.open({ folders: [folder], spill: path.join(folder, 'spill') });
  const rows: Told[] = [];
  for (const file of files.filter((name) => name.endsWith('.parquet'))) {
    const found = await session.rows(`SELECT * FROM read_parquet(${duckdbText(file)})`);
    rows.push([`the rows of ${path.relative(folder, file)}`, JSON.stringify(found)]);
  }
  session.close();
  return [
    ...objects,
    ...rows,
    ...files.flatMap((file) => textsOf(path.relative(folder, file), readFileSync(file))),
  ];
}

test('everything ran: a day with its report, jobs on three runners, a query and the posture', () => {
  const failed = Object.entries(exits).filter(([, exit]) => exit !== 'clear' && exit !== 'findings');
  expect(failed).toEqual([
    ['jobs submit wash-trade --date 2026-11-20 --runner emr-serverless --json', 'outside_failed'],
    ['personal nonsense', 'usage'],
  ]);
  expect(Object.keys(exits).length).toBeGreaterThan(15);
  const ran = jobs.map(({ attempts }) => attempts.at(-1)).map((attempt) => attempt?.runner);
  expect(ran).toEqual(['emr-serverless', 'local', 'redshift']);
  expect(jobs.map(({ state }) => state)).toEqual(['failed', 'success', 'success']);
});

test('no secret is in any object of the lake or any file of the project', async () => {
  const told = await written();
  expect(told.length).toBeGreaterThan(40);
  expect(told.filter(([where]) => where.startsWith('the rows of')).length).toBeGreaterThan(2);
  expect(findLeaks(told, SECRETS)).toEqual([]);
});

test('no secret is in anything that was said', () => {
  expect(findLeaks(said, SECRETS)).toEqual([]);
});

test('no secret is in any request, but the id of the access key and the session token in its signature', () => {
  const requests = wire.requests();
  expect(requests.length).toBeGreaterThan(100);
  expect(findLeaks(requests, SECRETS)).toEqual([]);
  const kinds = findLeaks(wire.signatures(), SECRETS).map((leak) => leak.replace(/ in .*/, ''));
  expect(new Set(kinds)).toEqual(new Set(['access key', 'session token']));
});

describe('the search finds', () => {
  test('what was planted, in the lake, in what was said and in what was submitted', async () => {
    const planted = { planted: PLANTED };
    expect(findLeaks(await written(), planted).join('\n')).toMatch(
      /planted in lake\/raw\/.*, unpacked|planted in lake\/raw/,
    );
    expect(findLeaks(said, planted).join('\n')).toContain('planted in query SELECT');
    expect(findLeaks(wire.requests(), planted)).not.toEqual([]);
    // What is sent with a job is among what is searched: its id in a request, the role of Spark, the COPY of Redshift.
    const [plan_id] = jobs.map(({ job_id }) => job_id);
    const sent = {
      plan: plan_id ?? '',
      role: 'arn:aws:iam::111122223333:role/spark',
      copy: 'role/warehouse',
    };
    const found = findLeaks(wire.requests(), sent).map((leak) => leak.replace(/ in .*/, ''));
    expect(new Set(found)).toEqual(new Set(['plan', 'role', 'copy']));
  });

  test('each secret in each of its forms, packed as well', () => {
    for (const [name, secret] of Object.entries(SECRETS)) {
      for (const form of formsOf(secret)) {
        const text = `{"note": "x${form}y"}`;
        expect(findLeaks([['somewhere', text]], SECRETS)).toContain(`${name} in somewhere`);
        const packed = textsOf('a file', gzipSync(Buffer.from(text, 'latin1')));
        expect(findLeaks(packed, SECRETS)).toContain(`${name} in a file, unpacked`);
      }
      for (const before of ['', '1', '12']) {
        const text = Buffer.from(`${before}${secret} and more`).toString('base64');
        expect(findLeaks([['base64', text]], SECRETS)).toContain(`${name} in base64`);
      }
    }
  });

  test('a secret in a row of Parquet', async () => {
    const session = await DuckDbSession.open({ folders: [folder], spill: path.join(folder, 'spill') });
    const file = path.join(folder, 'copies', 'leak.parquet');
    mkdirSync(path.dirname(file), { recursive: true });
    const text = duckdbText(SECRETS['secret key']);
    await session.rows(
      `COPY (SELECT ${text} AS note) TO ${duckdbText(file)} (FORMAT parquet, COMPRESSION zstd)`,
    );
    session.close();
    expect(findLeaks(await written(), SECRETS)).toContain('secret key in the rows of copies/leak.parquet');
  });
});

import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Posture } from '../../src/domain/generated/posture.js';
import type { Report } from '../../src/domain/generated/report.js';
import { acmeFile, acmeLine, acmeName } from '../canonicalize/support/feeds.js';
import { FakeAccount, IN_ACCOUNT } from '../fakes/account/fake-account.js';
import { stubAwsEnvironment } from '../fakes/aws-environment.js';
import { schemaErrors } from '../support/schema-errors.js';
import { expectGoldenCalls } from './support/golden.js';
import { type Cli, cliIn, temporaryFolder } from './support/run-cli.js';

let account: FakeAccount;
let place: ReturnType<typeof temporaryFolder>;
let tapewarden: Cli;

beforeEach(async () => {
  account = await FakeAccount.start();
  place = temporaryFolder();
  tapewarden = cliIn(place.folder);
  stubAwsEnvironment();
  writeFileSync(path.join(place.folder, 'tapewarden.yaml'), account.projectText());
});
afterEach(async () => {
  vi.unstubAllEnvs();
  place.remove();
  await account.stop();
});

async function posture(): Promise<Posture & { exit: string }> {
  const { exit, stdout } = await tapewarden('audit', 'posture', '--json');
  const document = JSON.parse(stdout) as Posture;
  expect(schemaErrors('posture', [document])).toEqual([]);
  return { ...document, exit };
}

test('an account as it should be passes every control of everything that the project names', async () => {
  const found = await posture();
  expect(found.controls.filter(({ verdict }) => verdict !== 'pass')).toEqual([]);
  expect(found).toMatchObject({ exit: 'clear', pass: found.controls.length, fail: 0, unknown: 0 });
  expect(found.resources).toEqual([
    's3://acme',
    's3://acme-audit',
    's3://acme-derived',
    IN_ACCOUNT.key,
    IN_ACCOUNT.trail,
    IN_ACCOUNT.gateway,
    IN_ACCOUNT.interface,
    'glue:us-east-1:111122223333:catalog',
    'arn:aws:emr-serverless:us-east-1:111122223333:/applications/00f1abcdefgh',
    'redshift-serverless:us-east-1:workgroup/reports',
    'athena:us-east-1:workgroup/surveillance',
    'glue:us-east-1:jobs',
    IN_ACCOUNT.machine,
  ]);
});

test('it only reads: every call to every service is one that changes nothing', async () => {
  await posture();
  const { s3, kms, cloudtrail, ec2, glue, emr, redshift, athena, step_functions } = account;
  const calls = [
    ...[
      ...kms.calls,
      ...ec2.calls,
      ...emr.calls,
      ...redshift.calls,
      ...athena.calls,
      ...step_functions.calls,
    ],
    ...[...s3.calls, ...cloudtrail.calls, ...glue.calls].map(({ operation }) => operation),
  ];
  expect(calls.length).toBeGreaterThan(30);
  expect(calls.filter((operation) => !/^(Get|Describe|List)/.test(operation))).toEqual([]);
});

test('what does not hold is told with what was seen, what an attacker gains and what to do', async () => {
  const audit = account.s3.bucket('acme-audit');
  audit.settings = { ...audit.settings, versioning: 'Suspended' };
  account.application({ monitoringConfiguration: {} });
  account.ec2.denied.add('DescribeRouteTables');
  await expectGoldenCalls('posture', { folder: place.folder, tapewarden }, [['audit', 'posture']]);
});

test('a warehouse that is a cluster is unknown, because only workgroups are read', async () => {
  const file = path.join(place.folder, 'tapewarden.yaml');
  writeFileSync(file, account.projectText().replace('workgroup: reports', 'cluster: old'));
  const found = await posture();
  const own = found.controls.filter(({ resource }) => resource === 'redshift:us-east-1:cluster/old');
  expect(own.map(({ verdict }) => verdict)).toEqual(Array(7).fill('unknown'));
  expect(own[0]?.evidence).toEqual(['clusters are not read, only workgroups of Redshift Serverless']);
  expect(found.exit).toBe('findings');
});

test('what is named and not there fails', async () => {
  account.emr.applications.clear();
  account.step_functions.machines.clear();
  account.redshift.workgroups.clear();
  account.ec2.network.endpoints.delete(IN_ACCOUNT.interface);
  const found = await posture();
  const broken = found.controls.filter(({ verdict }) => verdict !== 'pass');
  expect(new Set(broken.map(({ verdict }) => verdict))).toEqual(new Set(['fail']));
  expect(new Set(broken.flatMap(({ evidence }) => evidence))).toEqual(
    new Set([
      'the endpoint is not there',
      'the application is not there',
      'the workgroup or its namespace is not there',
      'the state machine is not there',
    ]),
  );
});

test('a trail that may not be described is unknown, and all else is judged all the same', async () => {
  account.cloudtrail.denied.add('DescribeTrails');
  const found = await posture();
  expect(found).toMatchObject({ exit: 'findings', pass: found.controls.length - 6, fail: 0, unknown: 6 });
});

test('a lake in a folder has no account to judge', async () => {
  expect(await tapewarden('audit', 'posture', '--lake', 'lake')).toEqual({
    exit: 'invalid_spec',
    stdout: '',
    stderr: `the lake is ${path.join(place.folder, 'lake')}, expected s3://bucket/prefix: a folder has no account that could be judged [posture-lake-local]\n`,
  });
});

test('what --record keeps of a posture, the report of the day shows', async () => {
  mkdirSync(path.join(place.folder, 'deliveries'));
  writeFileSync(path.join(place.folder, 'deliveries', acmeName), acmeFile([acmeLine(1)]));
  await tapewarden('run', '--date', '2026-11-20');
  const audited = async () => {
    const { stdout } = await tapewarden('report', '--date', '2026-11-20', '--json');
    return (JSON.parse(stdout) as Report).audits.posture;
  };
  expect(await audited()).toBeNull();
  const { stdout } = await tapewarden('audit', 'posture', '--json', '--record');
  const { pass, fail, unknown } = JSON.parse(stdout) as Posture;
  expect(await audited()).toMatchObject({
    record: { key: 'audit/kind=posture/00000001.json', sequence: 1 },
    ...{ pass, fail, unknown },
  });
});

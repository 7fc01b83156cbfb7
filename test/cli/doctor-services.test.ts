import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { DoctorCheck } from '../../src/domain/generated/doctor-check.js';
import { FakeAthena } from '../fakes/athena/fake-athena.js';
import { stubAwsEnvironment } from '../fakes/aws-environment.js';
import { FakeEmr } from '../fakes/emr/fake-emr.js';
import { FakeGlue } from '../fakes/glue/fake-glue.js';
import { FakeGlueJobs } from '../fakes/glue-jobs/fake-glue-jobs.js';
import { FakeRedshift } from '../fakes/redshift-data/fake-redshift.js';
import { FakeS3 } from '../fakes/s3/fake-s3.js';
import { schemaErrors } from '../support/schema-errors.js';
import { cliIn, temporaryFolder } from './support/run-cli.js';

const KEY = 'arn:aws:kms:us-east-1:123456789012:key/1';
const { folder, remove } = temporaryFolder();
const tapewarden = cliIn(folder);
let s3: FakeS3;
let emr: FakeEmr;
let redshift: FakeRedshift;
let glue: FakeGlue;
let athena: FakeAthena;
let glueJobs: FakeGlueJobs;

beforeAll(async () => {
  s3 = await FakeS3.start({ required_kms_key: KEY });
  s3.bucket('acme');
  emr = await FakeEmr.start();
  redshift = await FakeRedshift.start({ run: () => Promise.reject(new Error('nothing is run')) });
  redshift.list_rows = 1;
  glue = await FakeGlue.start();
  glueJobs = await FakeGlueJobs.start();
  athena = await FakeAthena.start({ execute: () => Promise.reject(new Error('nothing is run')) });
});
afterAll(async () => {
  for (const fake of [s3, emr, redshift, glue, glueJobs, athena]) await fake.stop();
  vi.unstubAllEnvs();
  remove();
});
beforeEach(() => {
  stubAwsEnvironment();
  emr.applications.clear();
  emr.applications.set('00surveillance', standing);
  redshift.warehouses.clear();
  redshift.warehouses.set('predefined', ['template', 'dev']);
  glue.state.databases.set('lake', new Map());
  athena.state.groups.set('desk', 1_000_000);
  athena.state.disabled.clear();
  configure();
});

const standing = { state: 'STOPPED', type: 'Spark', releaseLabel: 'emr-7.5.0' };

function configure(
  classes = 'surveillance: {application: 00surveillance}, predefined: {workgroup: predefined, athena_workgroup: desk}',
): void {
  writeFileSync(
    path.join(folder, 'tapewarden.yaml'),
    `profiles:
  aws:
    lake: s3://acme/lake
    s3: {kms_key: "${KEY}", endpoint: "${s3.endpoint}", force_path_style: true}
    catalog: {database: lake, region: us-east-1, endpoint: "${glue.endpoint}"}
    jobs:
      emr: {region: us-east-1, role: "arn:aws:iam::123456789012:role/jobs", endpoint: "${emr.endpoint}"}
      redshift: {region: us-east-1, role: "arn:aws:iam::123456789012:role/copy", database: dev, endpoint: "${redshift.endpoint}"}
      athena: {region: us-east-1, endpoint: "${athena.endpoint}"}
      glue: {region: us-east-1, role: "arn:aws:iam::123456789012:role/glue", endpoint: "${glueJobs.endpoint}"}
      classes: {${classes}}
`,
  );
}

async function checks(): Promise<DoctorCheck[]> {
  const { stdout } = await tapewarden('doctor', '--profile', 'aws', '--json');
  const found = JSON.parse(stdout) as DoctorCheck[];
  expect(schemaErrors('doctor-check', found)).toEqual([]);
  return found;
}

/** What is wrong with one check: its code and words. */
async function wrong(check: string): Promise<(string | null | undefined)[]> {
  const found = (await checks()).find((one) => one.check === check && !one.ok);
  return [found?.code, found?.found];
}

describe('doctor asks what the project names in AWS', () => {
  test('and tells how it stands', async () => {
    expect(
      (await checks())
        .filter(({ check }) => !['version', 'database', 'deliveries', 'feeds', 'patterns'].includes(check))
        .map(({ check, ok, found }) => [check, ok, found]),
    ).toEqual([
      ['profile', true, 'aws'],
      [
        'lake',
        true,
        `s3://acme/lake, 0 deliveries in force, to be encrypted with ${KEY}; writing was not tried`,
      ],
      ['credentials', true, 'access key ending in test'],
      ['catalog', true, 'database lake in us-east-1'],
      ['emr', true, 'surveillance: application 00surveillance, STOPPED, emr-7.5.0'],
      ['redshift', true, 'predefined: warehouse predefined, database dev'],
      ['athena', true, 'predefined: work group desk, a query reads 1000000 bytes at most'],
      ['glue', true, 'jobs in us-east-1'],
    ]);
    const { stdout } = await tapewarden('doctor', '--profile', 'aws');
    expect(stdout).toContain('ok    credentials  access key ending in test\n');
  });

  test('and nothing where it names nothing there', async () => {
    const { stdout } = await tapewarden('doctor', '--json');
    expect((JSON.parse(stdout) as DoctorCheck[]).map(({ check }) => check)).toEqual([
      ...['version', 'database', 'deliveries', 'lake', 'feeds', 'patterns'],
    ]);
  });
});

describe('what is wrong has its own code, words and next step', () => {
  test('an application that is not there', async () => {
    emr.applications.clear();
    expect(await wrong('emr')).toEqual([
      'emr-application-missing',
      'application 00surveillance of class surveillance is not in us-east-1, expected one of EMR Serverless; make it, or correct jobs.classes.surveillance.application in tapewarden.yaml [emr-application-missing]',
    ]);
    const { exit, stdout } = await tapewarden('doctor', '--profile', 'aws');
    expect(exit).toBe('outside_failed');
    expect(stdout).toContain('\n                   mend what the message names, then run doctor again\n');
  });

  test.each([
    [
      { ...standing, state: 'TERMINATED' },
      'TERMINATED, expected one of CREATED, STARTING, STARTED, STOPPING, STOPPED',
    ],
    [{ ...standing, type: 'Hive' }, 'of type Hive, expected type Spark'],
    [
      { ...standing, autoStartConfiguration: { enabled: false } },
      'STOPPED and does not start by itself, expected STARTED or autoStart',
    ],
  ])('an application on which no job would run: %j', async (application, said) => {
    emr.applications.set('00surveillance', application);
    expect(await wrong('emr')).toEqual([
      'emr-application-unusable',
      `application 00surveillance is ${said}; mend or replace it, then name it in tapewarden.yaml [emr-application-unusable]`,
    ]);
  });

  test('classes that name nothing', async () => {
    configure('');
    expect(
      [await wrong('emr'), await wrong('redshift'), await wrong('athena')].map(([code]) => code),
    ).toEqual(['job-class-unconfigured', 'redshift-class-unconfigured', 'athena-class-unconfigured']);
  });

  test('a warehouse that is not there, and one without the database', async () => {
    redshift.warehouses.clear();
    expect(await wrong('redshift')).toEqual([
      'job-service-refused',
      expect.stringContaining(
        "redshift-data:ListDatabases is refused (ValidationException: Redshift endpoint doesn't exist in this region.)",
      ),
    ]);
    redshift.warehouses.set('predefined', ['template', 'prod']);
    expect(await wrong('redshift')).toEqual([
      'redshift-database-missing',
      'warehouse predefined has no database dev, expected one of template, prod; correct jobs.redshift.database in tapewarden.yaml [redshift-database-missing]',
    ]);
  });

  test('a work group that is disabled, and one that is not there', async () => {
    athena.state.disabled.add('desk');
    expect(await wrong('athena')).toEqual([
      'athena-work-group-disabled',
      'work group desk is disabled, expected ENABLED; enable it, or name another in jobs.classes of tapewarden.yaml [athena-work-group-disabled]',
    ]);
    athena.state.groups.clear();
    expect((await wrong('athena'))[0]).toBe('job-service-refused');
  });

  test('a catalog without the database', async () => {
    glue.state.databases.delete('lake');
    expect(await wrong('catalog')).toEqual([
      'catalog-database-missing',
      'the catalog of us-east-1 has no database lake, expected it; tapewarden catalog sync makes it, or correct catalog in tapewarden.yaml [catalog-database-missing]',
    ]);
  });

  test('no credentials', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', '');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', '');
    vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
    expect((await wrong('credentials'))[0]).toBe('s3-credentials-missing');
  });

  test('a service that does not answer, or does not allow it', async () => {
    emr.faults = () => ({ kind: 'dropped', when: 'before' });
    expect((await wrong('emr'))[0]).toBe('job-service-unavailable');
    emr.faults = () => ({ kind: 'error', code: 'AccessDeniedException', status: 403 });
    expect((await wrong('emr'))[0]).toBe('job-service-denied');
    emr.faults = () => null;
  });
});

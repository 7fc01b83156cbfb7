import { cpSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CliContext } from '../../src/cli/cli-context.js';
import { completeJobs } from '../../src/cli/complete-names.js';
import type { Job } from '../../src/domain/generated/job.js';
import type { JobPlan } from '../../src/domain/generated/job-plan.js';
import type { QueryAnswer } from '../../src/domain/generated/query-answer.js';
import { packageRoot } from '../../src/domain/package-root.js';
import { openJobs } from '../../src/project/open-jobs.js';
import { loadProject, openLake } from '../../src/project/project.js';
import { schemaErrors } from '../support/schema-errors.js';
import { type Cli, cliIn, temporaryFolder } from './support/run-cli.js';

const { folder, remove } = temporaryFolder();
const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
const program = [process.execPath, '--import', tsx, path.join(packageRoot(), 'src', 'cli', 'main.ts')];
const tapewarden: Cli = cliIn(folder, { program });

beforeAll(async () => {
  await tapewarden('simulate', '--events', '2000', '--out', '.');
  await tapewarden('canonicalize');
}, 60_000);
afterAll(remove);

const json = <Document>(text: string): Document => JSON.parse(text) as Document;

describe('jobs on this machine', () => {
  test('are planned with runner, price and reason, and nothing is started', async () => {
    const { exit, stdout } = await tapewarden('jobs', 'plan', 'wash-trade', '--sql');
    expect(exit).toBe('clear');
    expect(stdout).toMatch(
      /^JOB +PATTERN +INPUTS +USD +RUNNER +WHY\n[0-9a-f]{12} +wash-trade +1 MB +0 +local/,
    );
    expect(stdout).toContain('-- wash-trade: alerts\n');
    expect((await tapewarden('jobs', 'list')).stdout).toBe(
      'JOB  DATE  PATTERN  RUNNER  STATE  USD  OUTCOME\n',
    );
    // The plan of a submission shows price and SQL.
    expect((await tapewarden('jobs', 'submit', '--plan', 'wash-trade')).stdout).toBe(stdout);
    expect(json((await tapewarden('jobs', 'list', '--json')).stdout)).toEqual([]);
    const plans = json<unknown[]>((await tapewarden('jobs', 'plan', '--json')).stdout);
    expect(schemaErrors('job-plan', plans)).toEqual([]);
  });

  test('run in a process that outlives the command, are attached to, shown, and never run twice', async () => {
    const detached = await tapewarden('jobs', 'submit', '--detach', 'wash-trade', 'layering');
    expect(detached.exit).toBe('clear');
    expect(detached.stderr).toBe('detached: 2 jobs; tapewarden jobs attach shows how they go on\n');
    const attached = await tapewarden('jobs', 'attach', '--json');
    const jobs = json<Job[]>(attached.stdout);
    expect(schemaErrors('job', jobs)).toEqual([]);
    expect(jobs.map(({ pattern_id, state }) => [pattern_id, state])).toEqual([
      ['layering', 'success'],
      ['wash-trade', 'success'],
    ]);
    expect(jobs.map(({ canary }) => [canary.state, canary.alerts > 0])).toEqual([
      ['found', true],
      ['found', true],
    ]);
    expect((await tapewarden('jobs', 'attach')).stderr).toBe(
      'no job is under way; tapewarden jobs list shows all\n',
    );
    const again = json<Job[]>(
      (await tapewarden('jobs', 'submit', '--json', 'wash-trade', 'layering')).stdout,
    );
    expect(again.flatMap(({ attempts }) => attempts)).toHaveLength(2);
    const id = jobs[1]?.job_id ?? '';
    const shown = await tapewarden('jobs', 'show', id.slice(0, 12));
    expect(shown.stdout).toContain(`job        ${id}\n`);
    const context = { cwd: folder, process: {} } as CliContext;
    expect(await completeJobs(context, id.slice(0, 3))).toContain(id.slice(0, 12));
    expect((await tapewarden('jobs', 'cancel', id)).stderr).toBe('nothing to cancel: the job is success\n');
  }, 60_000);

  test('find what the run of the day finds', async () => {
    await tapewarden('run', '--date', '2026-11-20');
    const alerts = json<{ pattern_id: string }[]>((await tapewarden('alerts', 'list', '--json')).stdout);
    const jobs = json<Job[]>((await tapewarden('jobs', 'list', '--json')).stdout);
    expect(jobs).toHaveLength(2);
    for (const { pattern_id, alerts: found } of jobs) {
      expect([pattern_id, found]).toEqual([
        pattern_id,
        alerts.filter((alert) => alert.pattern_id === pattern_id).length,
      ]);
    }
  }, 60_000);
});

describe('predefined queries as jobs', () => {
  test('are planned by class or by name, beside patterns', async () => {
    const both = await tapewarden('jobs', 'plan', 'wash-trade', 'firm-activity', '--sql');
    expect(both.stdout).toMatch(/^JOB +PATTERN OR QUERY +INPUTS/);
    expect(both.stdout).toContain('\n-- firm-activity\n');
    const plans = json<JobPlan[]>(
      (await tapewarden('jobs', 'plan', '--class', 'predefined', '--json')).stdout,
    );
    expect(schemaErrors('job-plan', plans)).toEqual([]);
    expect(new Set(plans.map(({ workload }) => workload))).toEqual(new Set(['predefined']));
    expect(plans.filter(({ kind }) => kind === 'query')).toHaveLength(8);
  });

  test('answer as the query itself does, and are shown with their rows', async () => {
    const asked = ['top-cancel-ratios', '--set', 'min_orders=3'];
    const submitted = await tapewarden('jobs', 'submit', ...asked, '--json');
    const [job] = json<Job[]>(submitted.stdout);
    expect(schemaErrors('job', [job])).toEqual([]);
    const answer = json<QueryAnswer>((await tapewarden('queries', 'run', ...asked, '--json')).stdout);
    expect(answer.rows.length).toBeGreaterThan(1);
    expect([submitted.exit, job?.kind, job?.outcome, job?.rows, job?.alerts]).toEqual([
      ...['clear', 'query', 'rows', answer.rows.length, null],
    ]);
    const id = job?.job_id ?? '';
    const csv = await tapewarden('queries', 'run', ...asked, '--csv');
    expect(await tapewarden('jobs', 'show', id, '--csv')).toEqual({ ...csv, stderr: '' });
    const shown = await tapewarden('jobs', 'show', id);
    const table = await tapewarden('queries', 'run', ...asked);
    expect([shown.exit, shown.stdout.endsWith(`\n\n${table.stdout}`)]).toEqual(['clear', true]);
    expect(shown.stdout).toContain('query      top-cancel-ratios version 1: ');
  }, 60_000);

  test('of datasets that are not there are inconclusive, and are not run', async () => {
    const said = await tapewarden('jobs', 'submit', 'firm-activity', '--date', '2026-11-19', '--json');
    const [job] = json<Job[]>(said.stdout);
    expect([said.exit, job?.outcome, job?.reason, job?.attempts]).toEqual([
      ...['findings', 'inconclusive', 'no data for order_events on 2026-11-19', []],
    ]);
    expect(await tapewarden('jobs', 'show', job?.job_id ?? '', '--csv')).toMatchObject({
      exit: 'usage',
      stderr:
        'the job is of a query and planned, expected one of a query that ended well; show it without --csv [job-without-rows]\n',
    });
  });

  test('are not mistaken for patterns', async () => {
    expect((await tapewarden('jobs', 'plan', 'firm-activity', '--class', 'surveillance')).stderr).toContain(
      'there is no pattern or query "firm-activity"',
    );
    expect(await tapewarden('jobs', 'plan', 'firm-activity', 'wash-trade', '--set', 'a=1')).toMatchObject({
      exit: 'usage',
      stderr:
        '--set is given with firm-activity, wash-trade, expected it with one query; settings of patterns stand in tapewarden.yaml [set-without-query]\n',
    });
    const own = path.join(folder, 'own');
    cpSync(path.join(packageRoot(), 'queries', 'firm-activity'), path.join(own, 'wash-trade'), {
      recursive: true,
    });
    expect(await tapewarden('jobs', 'plan', 'wash-trade', '--queries', own)).toMatchObject({
      exit: 'usage',
      stderr:
        '"wash-trade" is a pattern and a query, expected a name of one; choose by --class surveillance or predefined, or rename one [job-name-unclear]\n',
    });
  });
});

test('a query prints rows that fit, and says when there are more', async () => {
  const sql =
    'SELECT event_type, COUNT(*) AS events FROM order_events GROUP BY event_type ORDER BY events DESC, event_type';
  const { stdout, stderr } = await tapewarden('query', sql, '--limit', '2');
  expect(stdout).toMatch(/^EVENT_TYPE +EVENTS\n[a-z]+ +[0-9]+\n[a-z]+ +[0-9]+\n$/);
  expect(stderr).toBe('the first 2 rows of 2026-11-20; there are more, --limit shows them\n');
  expect(schemaErrors('query-result', [json((await tapewarden('query', sql, '--json')).stdout)])).toEqual([]);
  expect((await tapewarden('query', 'DROP VIEW trades')).exit).toBe('usage');
});

describe('what is not there is said', () => {
  test.each([
    [
      ['jobs', 'show', 'f00d'],
      'usage',
      /^no job begins with "f00d", expected one of [0-9]+; tapewarden jobs list shows all \[job-unknown\]\n$/,
    ],
    [
      ['jobs', 'show', ''],
      'usage',
      /^[2-9] jobs begin with "": [0-9a-f, ]+; give more of the id \[job-unclear\]\n$/,
    ],
    [['jobs', 'plan', 'wash-trad'], 'usage', /did you mean wash-trade\? \[pattern-unknown\]\n$/],
    [
      ['jobs', 'submit', 'wash-trade', '--runner', 'emr-serverless', '--date', '2026-11-19'],
      'findings',
      /^$/,
    ],
  ])('%j', async (args, exit, stderr) => {
    const said = await tapewarden(...args);
    expect([said.exit, said.stderr]).toEqual([exit, expect.stringMatching(stderr)]);
  });

  test('a runner that is not configured', async () => {
    const { folder: other, remove: removeOther } = temporaryFolder();
    const cli = cliIn(other);
    expect((await cli('jobs', 'plan')).stderr).toBe(
      'the lake holds no trade date, expected one; canonicalize deliveries first [lake-empty]\n',
    );
    removeOther();
    const said = await tapewarden('jobs', 'submit', 'front-running', '--runner', 'emr-serverless');
    expect([said.exit, said.stderr]).toEqual([
      'invalid_spec',
      'tapewarden.yaml: runner emr-serverless is not configured, expected jobs.emr with region and role; configure it, or name another with --runner [runner-unconfigured]\n',
    ]);
    expect((await tapewarden('jobs', 'submit', 'spoofing', '--runner', 'redshift')).stderr).toBe(
      'tapewarden.yaml: runner redshift is not configured, expected jobs.redshift with region, role and database; configure it, or name another with --runner [runner-unconfigured]\n',
    );
    // A refused submission leaves no attempt behind that would keep the job from another runner.
    const spoofing = json<Job[]>((await tapewarden('jobs', 'list', '--json')).stdout).filter(
      ({ pattern_id }) => pattern_id === 'spoofing',
    );
    expect(spoofing.map(({ state, attempts }) => [state, attempts])).toEqual([['planned', []]]);
    writeFileSync(
      path.join(folder, 'tapewarden.yaml'),
      'jobs: {emr: {region: us-east-1, role: "arn:aws:iam::123456789012:role/jobs"}}\n',
    );
    expect(
      (await tapewarden('jobs', 'submit', 'front-running', '--runner', 'emr-serverless')).stderr,
    ).toContain(
      'expected a lake in S3, which Spark reads; configure it, or name another with --runner [runner-unconfigured]',
    );
    const project = await loadProject({ cwd: folder, process: {} } as CliContext, {
      lake: path.join(folder, 'lake'),
    });
    const s3 = { location: { bucket: 'b', prefix: '' }, kms_key: 'alias/lake' };
    const jobs = openJobs({ cwd: folder } as CliContext, {
      project: { ...project, s3 },
      store: await openLake(project),
      flags: {},
    });
    await expect(jobs.runner('emr-serverless')).rejects.toThrow(
      'tapewarden.yaml: s3.kms_key is "alias/lake", expected its ARN, which a job\'s own policy must name [job-key-not-arn]',
    );
  });
});

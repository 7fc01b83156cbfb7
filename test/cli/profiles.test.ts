import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { buildCli } from '../../src/cli/app.js';
import type { CliContext } from '../../src/cli/cli-context.js';
import { completeWords } from '../../src/cli/complete-words.js';
import { loadProject, type Project } from '../../src/project/project.js';
import { cliIn, temporaryFolder } from './support/run-cli.js';

const { folder, remove } = temporaryFolder();
const tapewarden = cliIn(folder);
afterAll(remove);

const CONFIG = `raw: in
lake: lake
jobs: {local: {memory_mb: 700}}
settings: {wash-trade: {window_ns: 2s}}
profiles:
  local: {}
  aws:
    lake: s3://acme/lake
    s3: {kms_key: alias/lake}
    catalog: {database: lake, region: us-east-1}
    jobs: {emr: {region: us-east-1, role: "arn:aws:iam::123456789012:role/jobs"}}
`;

const configure = (text: string): void => writeFileSync(path.join(folder, 'tapewarden.yaml'), text);
beforeEach(() => configure(CONFIG));

function project(flags: { profile?: string; lake?: string } = {}, variable?: string): Promise<Project> {
  const env = variable === undefined ? {} : { TAPEWARDEN_PROFILE: variable };
  return loadProject({ cwd: folder, process: { env } } as unknown as CliContext, flags);
}

describe('a profile of tapewarden.yaml', () => {
  test("puts its members, whole, in place of the file's own, and leaves the others", async () => {
    const { lake, raw, jobs, catalog, settings, profile } = await project({ profile: 'aws' });
    expect({ lake, raw, jobs, catalog, settings, profile }).toEqual({
      lake: 's3://acme/lake',
      raw: path.join(folder, 'in'),
      jobs: { emr: { region: 'us-east-1', role: 'arn:aws:iam::123456789012:role/jobs' } },
      catalog: { database: 'lake', region: 'us-east-1' },
      settings: { 'wash-trade': { window_ns: '2s' } },
      profile: 'aws',
    });
    const own = await project();
    expect([own.lake, own.jobs, own.profile]).toEqual([
      path.join(folder, 'lake'),
      { local: { memory_mb: 700 } },
      null,
    ]);
    expect((await project({ profile: 'local' })).jobs).toEqual({ local: { memory_mb: 700 } });
  });

  test('is named by the environment, before which the flag stands, before which other flags stand', async () => {
    expect((await project({}, 'aws')).profile).toBe('aws');
    expect((await project({}, '')).profile).toBe(null);
    expect((await project({ profile: 'local' }, 'aws')).profile).toBe('local');
    expect((await project({ lake: 'other' }, 'aws')).lake).toBe(path.join(folder, 'other'));
  });

  test('that is not there is told with those that are', async () => {
    expect(await tapewarden('patterns', 'list', '--profile', 'awz')).toEqual({
      exit: 'usage',
      stdout: '',
      stderr:
        'tapewarden.yaml: has no profile "awz", expected one of aws, local; did you mean aws? [profile-unknown]\n',
    });
    configure('lake: lake\n');
    await expect(project({}, 'constructor')).rejects.toThrow(
      'tapewarden.yaml: has no profile "constructor", expected a member profiles that holds it [profile-unknown]',
    );
  });

  test.each([
    [
      'profiles:\n  aws:\n    lake: s3://acme/lake\n    s4: {}\n',
      'tapewarden.yaml:4:5: /profiles/aws/s4 is no known member, expected one of raw, lake, s3, personal, trail, state_machine, access, feeds, queries, patterns, catalog, jobs [spec-schema-violated]',
    ],
    [
      'profiles:\n  aws: {jobs: {emr: {region: 7, role: "arn:aws:iam::123456789012:role/jobs"}}}\n',
      'tapewarden.yaml:2:30: /profiles/aws/jobs/emr/region is number 7, expected type string [spec-schema-violated]',
    ],
    [
      'profiles:\n  aws: {settings: {wash-trade: {window_ns: 1s}}}\n',
      'tapewarden.yaml:2:9: /profiles/aws/settings is no known member',
    ],
    ['profiles:\n  aws: {profiles: {}}\n', 'tapewarden.yaml:2:9: /profiles/aws/profiles is no known member'],
  ])('is checked though another one is chosen: %j', async (text, message) => {
    configure(text);
    const { exit, stderr } = await tapewarden('patterns', 'list');
    expect([exit, stderr]).toEqual(['invalid_spec', expect.stringContaining(message)]);
  });

  test('is completed by name, also where the file is broken', async () => {
    mkdirSync(path.join(folder, 'empty'), { recursive: true });
    const proposed = async (cwd: string): Promise<string> => {
      let said = '';
      const stdout = {
        write: (text: string) => {
          said += text;
        },
      };
      const context = { process: { stdout, stderr: stdout }, cwd } as unknown as CliContext;
      await completeWords(buildCli('1.2.3'), ['jobs', 'list', '--profile', ''], context);
      return said;
    };
    expect(await proposed(folder)).toBe('aws\nlocal\n');
    expect(await proposed(path.join(folder, 'empty'))).toBe('');
    configure('{');
    expect(await proposed(folder)).toBe('');
  });
});

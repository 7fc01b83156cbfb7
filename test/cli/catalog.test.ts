import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, describe, expect, test } from 'vitest';
import reportSchema from '../../schemas/catalog-report.schema.json' with { type: 'json' };
import { loadCanonicalDatasets } from '../../src/lake/canonical-dataset.js';
import type { FakeGlue } from '../fakes/glue/fake-glue.js';
import { startGlue } from '../fakes/glue/start-glue.js';
import { expectGoldenCalls } from './support/golden.js';
import { listFiles } from './support/list-files.js';
import { type Cli, cliIn, temporaryFolder } from './support/run-cli.js';

const { folder, remove } = temporaryFolder();
afterAll(remove);

/** A project with one delivery to take and a catalog on a fake. */
async function project(name: string): Promise<{ folder: string; tapewarden: Cli; glue: FakeGlue }> {
  const glue = await startGlue();
  const place = path.join(folder, name);
  mkdirSync(path.join(place, 'deliveries'), { recursive: true });
  copyFileSync(
    'feeds/listed-instruments/sample.csv',
    path.join(place, 'deliveries/listed-instruments-20261120.csv'),
  );
  const catalog = `{database: surveillance, region: us-east-1, address: "s3://lake/prod/", endpoint: "${glue.endpoint}"}`;
  writeFileSync(path.join(place, 'tapewarden.yaml'), `catalog: ${catalog}\n`);
  return { folder: place, tapewarden: cliIn(place), glue };
}

function partitions(glue: FakeGlue): string[] {
  const found =
    glue.state.databases.get('surveillance')?.get('instruments')?.partitions ?? new Map<string, never>();
  return [...found.keys()].map((values) => String((JSON.parse(values) as string[])[0]));
}

describe('a commit', () => {
  test.each(['canonicalize', 'run'])(
    'by %s brings the catalog up, and a second call writes nothing',
    async (command) => {
      const { tapewarden, glue } = await project(`commit-${command}`);
      const first = await tapewarden(command);
      expect(first.stderr).not.toContain('warning');
      expect(partitions(glue)).toEqual(['2026-11-20']);
      expect((await tapewarden('catalog', 'check')).exit).toBe('clear');
      glue.calls.length = 0;
      expect((await tapewarden(command)).exit).toBe(first.exit);
      expect(glue.calls.length).toBeGreaterThan(0);
      expect(glue.writes()).toEqual([]);
    },
  );

  test('stays one when the catalog fails: same outcome, and a warning with the command that mends it', async () => {
    const sound = await project('sound');
    const expected = await sound.tapewarden('canonicalize');
    const denied = await project('denied');
    denied.glue.denied.add('CreateDatabase');
    const result = await denied.tapewarden('canonicalize');
    expect({ ...result, stderr: '' }).toEqual({ ...expected, stderr: '' });
    expect(listFiles(path.join(denied.folder, 'lake'))).toEqual(listFiles(path.join(sound.folder, 'lake')));
    expect(result.stderr).toContain(
      'warning: everything is committed, but the catalog may be behind: glue:CreateDatabase on database surveillance is not allowed (AccessDeniedException: not authorized to perform: glue:CreateDatabase)',
    );
    expect(result.stderr).toContain('tapewarden catalog sync [catalog-behind]\n');
    denied.glue.denied.clear();
    expect((await denied.tapewarden('catalog', 'sync')).exit).toBe('clear');
    expect(partitions(denied.glue)).toEqual(['2026-11-20']);
  });

  test('warns of a table that a sync must leave alone', async () => {
    const { tapewarden, glue } = await project('foreign');
    await tapewarden('catalog', 'sync');
    const table = glue.state.table('surveillance', 'quotes').table;
    table.Parameters = {};
    const result = await tapewarden('canonicalize');
    expect(result.exit).toBe('clear');
    expect(result.stderr).toMatch(
      /^warning: table quotes was not made by tapewarden, .* \[catalog-table-foreign\]$/m,
    );
    expect(partitions(glue)).toEqual(['2026-11-20']);
  });

  test('calls nobody where the project keeps no catalog', async () => {
    const { folder: place, tapewarden, glue } = await project('none');
    writeFileSync(path.join(place, 'tapewarden.yaml'), '');
    const result = await tapewarden('canonicalize');
    expect([result.exit, result.stderr, glue.calls]).toEqual(['clear', '', []]);
  });
});

describe('tapewarden catalog', () => {
  test('check tells what differs, sync mends it, and both say so', async () => {
    const where = await project('drift');
    const { glue, tapewarden } = where;
    await tapewarden('canonicalize');
    glue.state.database('surveillance').delete('quotes');
    const trades = glue.state.table('surveillance', 'trades').table;
    trades.Parameters = { ...trades.Parameters, 'projection.enabled': 'true' };
    const accounts = glue.state.table('surveillance', 'accounts').table;
    accounts.Parameters = {};
    await expectGoldenCalls('catalog', where, [
      ['catalog', 'check'],
      ['catalog', 'sync'],
      ['catalog', 'check'],
    ]);
  });

  test.each(['check', 'sync'])('%s prints JSON as its schema has it', async (action) => {
    const { tapewarden } = await project(`json-${action}`);
    const { exit, stdout } = await tapewarden('catalog', action, '--json');
    const report = JSON.parse(stdout) as { mended: object[]; left: object[] };
    const validate = new Ajv2020({ strict: true }).compile(reportSchema);
    expect(validate(report), JSON.stringify(validate.errors)).toBe(true);
    expect(exit).toBe(action === 'check' ? 'findings' : 'clear');
    const missing = 1 + (await loadCanonicalDatasets()).size;
    expect([report.mended.length, report.left.length]).toEqual(
      action === 'check' ? [0, missing] : [missing, 0],
    );
    expect((action === 'check' ? report.left : report.mended)[0]).toEqual({
      code: 'catalog-database-missing',
      message:
        'database surveillance is missing from the catalog; tapewarden catalog sync makes it [catalog-database-missing]',
      data: { database: 'surveillance' },
    });
  });

  test.each(['check', 'sync'])(
    '%s without a catalog in tapewarden.yaml says what to write',
    async (action) => {
      const { folder: place, tapewarden } = await project(`missing-${action}`);
      writeFileSync(path.join(place, 'tapewarden.yaml'), '');
      expect(await tapewarden('catalog', action)).toEqual({
        exit: 'invalid_spec',
        stdout: '',
        stderr:
          'tapewarden.yaml: names no catalog, expected "catalog" with database and region [catalog-missing]\n',
      });
    },
  );

  test('and every command that commits refuse before anything is done where nobody knows the address', async () => {
    const { folder: place, tapewarden, glue } = await project('address');
    writeFileSync(
      path.join(place, 'tapewarden.yaml'),
      'catalog: {database: surveillance, region: us-east-1}\n',
    );
    for (const call of [['catalog', 'sync'], ['catalog', 'check'], ['canonicalize'], ['run']]) {
      expect(await tapewarden(...call)).toEqual({
        exit: 'invalid_spec',
        stdout: '',
        stderr:
          'tapewarden.yaml: the lake is a folder of this machine, expected "address" in "catalog" that says where in S3 the engines find it [catalog-address-missing]\n',
      });
    }
    expect([glue.calls, existsSync(path.join(place, 'lake'))]).toEqual([[], false]);
  });

  test('a failing service ends with outside_failed and the next step', async () => {
    const { tapewarden, glue } = await project('failing');
    glue.denied.add('GetTables');
    const { exit, stderr } = await tapewarden('catalog', 'check');
    expect(exit).toBe('outside_failed');
    expect(stderr).toMatch(/^glue:GetTables on database surveillance is not allowed .*\[catalog-denied\]$/m);
  });

  test.each([
    ['an address without slash at its end', 'address: "s3://lake/prod"'],
    ['a folder as address', 'address: "lake/"'],
    ['a name that Athena cannot call', 'database: My-Base'],
    ['no region', 'region: here'],
  ])('%s is refused before anything is called', async (name, line) => {
    const { folder: place, tapewarden, glue } = await project(name.replaceAll(' ', '-'));
    const lines = ['database: surveillance', 'region: us-east-1', 'address: "s3://lake/"'];
    const key = line.split(':')[0] ?? '';
    const changed = lines.map((one) => (one.startsWith(key) ? line : one));
    writeFileSync(path.join(place, 'tapewarden.yaml'), `catalog:\n  ${changed.join('\n  ')}\n`);
    const { exit, stderr } = await tapewarden('catalog', 'check');
    expect(exit).toBe('invalid_spec');
    expect(stderr).toMatch(
      new RegExp(`^tapewarden.yaml:[2-4]:[0-9]+: /catalog/${key} is .*\\[spec-schema-violated\\]$`, 'm'),
    );
    expect(glue.calls).toEqual([]);
  });
});

import { copyFileSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { packageRoot } from '../../src/domain/package-root.js';
import { simulateDay } from '../../src/simulate/simulate-day.js';
import { expectGolden, expectGoldenCalls } from './support/golden.js';
import { type Cli, cliIn, temporaryFolder, transcript } from './support/run-cli.js';

const { folder, remove } = temporaryFolder();
const deliveries = path.join(folder, 'deliveries');
beforeAll(async () => {
  await simulateDay({ events: 400, seed: 3, trade_date: '2026-11-20', out: folder });
});
afterAll(remove);

/** A project in a folder of its own below the temporary one. */
function projectIn(name: string): { folder: string; tapewarden: Cli } {
  const place = path.join(folder, name);
  mkdirSync(place, { recursive: true });
  return { folder: place, tapewarden: cliIn(place) };
}

test('a configuration that is not sound is told by line and column, and exits with invalid_spec', async () => {
  const where = projectIn('configuration');
  const blocks: string[] = [];
  for (const config of [
    'lakee: x\n',
    'raw: [\n',
    'raw: 5\n',
    '# nothing\nsettings:\n  wash-trade: {window_ns: banana}\n',
    'settings:\n  wash-trade: {window_ns: 2}\n',
    'settings:\n  wash-trade: {window: 2s}\n',
    'settings:\n  wash-tra: {window_ns: 2s}\n',
    'jobs:\n  athena: {usd_per_tb: 5}\n',
    'jobs:\n  glue: {region: us-east-1, role: jobs}\n',
    'jobs:\n  classes: {predefined: {athena_workgroup: a b}}\n',
  ]) {
    writeFileSync(path.join(where.folder, 'tapewarden.yaml'), config);
    const call = ['patterns', 'list'];
    const result = await where.tapewarden(...call);
    expect(result.exit).toBe('invalid_spec');
    blocks.push(`${config}${transcript(where.folder, call, result)}`);
  }
  expectGolden('configuration', blocks.join('\n'));
});

test('a configuration of comments alone is the default one', async () => {
  const { folder: place, tapewarden } = projectIn('comments');
  writeFileSync(path.join(place, 'tapewarden.yaml'), '# raw: deliveries\n');
  expect((await tapewarden('patterns', 'list')).exit).toBe('clear');
});

test('a setting of the configuration is shown as in force beside the default', async () => {
  const { folder: place, tapewarden } = projectIn('settings');
  writeFileSync(path.join(place, 'tapewarden.yaml'), 'settings: {wash-trade: {window_ns: 250ms}}\n');
  const { stdout } = await tapewarden('patterns', 'show', 'wash-trade');
  expect(stdout).toMatch(/^window_ns +250ms +1s /m);
});

test('a feed that is not sound is told by file, line and column by every command that needs feeds', async () => {
  const where = projectIn('feeds');
  cpSync('feeds/acme-orders', path.join(where.folder, 'broken/acme-orders'), { recursive: true });
  const file = path.join(where.folder, 'broken/acme-orders/feed.yaml');
  writeFileSync(file, readFileSync(file, 'utf8').replace('type: delimited', 'type: delimitd'));
  mkdirSync(path.join(where.folder, 'none'));
  await expectGoldenCalls('broken-feeds', where, [
    ['feeds', 'check', '--feeds', 'broken'],
    ['feeds', 'check', '--feeds', 'broken', '--json'],
    ['feeds', 'list', '--feeds', 'broken'],
    ['run', '--feeds', 'broken'],
    ['feeds', 'check', '--feeds', 'none'],
    ['feeds', 'list', '--feeds', 'none'],
    ['patterns', 'list', '--patterns', 'none'],
    ['feeds', 'list', '--feeds', 'missing'],
  ]);
});

test('files that cannot be deliveries are told apart before anything is written', async () => {
  const where = projectIn('files');
  mkdirSync(path.join(where.folder, 'empty'));
  mkdirSync(path.join(where.folder, 'two-days'));
  const acme = path.join(deliveries, 'acme-orders-20261120.psv.gz');
  const here = (name: string): string => path.join(where.folder, name);
  copyFileSync(acme, here('two-days/acme-orders-20261120.psv.gz'));
  copyFileSync(acme, here('two-days/acme-orders-20261121.psv.gz'));
  writeFileSync(here('notes.txt'), 'hello\n');
  writeFileSync(here('acme-orders-20261120.psv.gz'), readFileSync(acme).subarray(0, 1000));
  await expectGoldenCalls('files', where, [
    ['canonicalize'],
    ['canonicalize', 'missing.psv.gz', 'empty'],
    ['canonicalize', 'notes.txt'],
    ['canonicalize', 'notes.txt', '--date', '2026-11-20'],
    ['canonicalize', 'acme-orders-20261120.psv.gz'],
    ['canonicalize', 'acme-orders-20261120.psv.gz', '--date', '2026-11-23'],
    ['canonicalize', '--raw', 'empty'],
    ['canonicalize', '--raw', 'empty', '--date', '2026-11-20'],
    ['run', '--raw', 'empty'],
    ['run', '--raw', 'two-days'],
    ['run'],
  ]);
});

test('files given by name need no folder of deliveries, and carry the date themselves', async () => {
  const { folder: place, tapewarden } = projectIn('given');
  const accounts = path.join(deliveries, 'firm-accounts-20261120.csv');
  expect(await tapewarden('canonicalize', path.relative(place, accounts))).toMatchObject({
    exit: 'clear',
    stderr: '',
  });
});

test('where only some feeds delivered, patterns are inconclusive and the run has findings', async () => {
  const where = projectIn('some');
  mkdirSync(path.join(where.folder, 'deliveries'));
  for (const name of ['acme-orders-20261120.psv.gz', 'firm-accounts-20261120.csv']) {
    copyFileSync(path.join(deliveries, name), path.join(where.folder, 'deliveries', name));
  }
  await expectGoldenCalls('some-feeds', where, [['run'], ['alerts', 'list']]);
});

test('nothing delivered is never clear', async () => {
  const where = projectIn('nothing');
  mkdirSync(path.join(where.folder, 'deliveries'));
  await expectGoldenCalls('nothing-delivered', where, [['run', '--date', '2026-11-20']]);
});

test('a day that only has what it should have and shows nothing exits with clear', async () => {
  const { tapewarden, folder: place } = projectIn('quiet');
  // Of all patterns some need earlier sessions or news, which this day has not.
  for (const id of ['layering', 'marking-the-close', 'wash-trade'])
    cpSync(path.join(packageRoot(), 'patterns', id), path.join(place, 'patterns', id), { recursive: true });
  const flags = ['--raw', path.relative(place, deliveries), '--patterns', 'patterns', '--json'];
  const { exit, stdout } = await tapewarden('run', ...flags);
  const run = JSON.parse(stdout) as { patterns: { outcome: string }[] };
  expect(run.patterns.map(({ outcome }) => outcome)).toEqual(run.patterns.map(() => 'clear'));
  expect(exit).toBe('clear');
});

test('the doctor names what fails and what to do, and changes nothing', async () => {
  const where = projectIn('doctor');
  await expectGoldenCalls('doctor-failing', where, [['doctor']]);
  writeFileSync(path.join(where.folder, 'lake'), 'a file');
  mkdirSync(path.join(where.folder, 'none'));
  await expectGoldenCalls('doctor-lake-is-a-file', where, [
    ['doctor', '--feeds', 'none', '--patterns', 'none'],
    ['run', '--raw', path.relative(where.folder, deliveries)],
  ]);
});

test('a folder that holds deliveries is not mixed with a simulated day, unless it is to stay as it is', async () => {
  const where = projectIn('mixed');
  mkdirSync(path.join(where.folder, 'deliveries'));
  writeFileSync(path.join(where.folder, 'deliveries/own.csv'), 'a\n');
  await expectGoldenCalls('init-mixed', where, [['init'], ['init', '--empty']]);
});

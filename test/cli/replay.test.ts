import { cpSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { Run } from '../../src/domain/generated/run.js';
import type { RunReplay } from '../../src/domain/generated/run-replay.js';
import { schemaErrors } from '../support/schema-errors.js';
import { type Cli, cliIn, temporaryFolder } from './support/run-cli.js';

const DATE = '2026-11-20';
const { folder, remove } = temporaryFolder();
const tapewarden: Cli = cliIn(folder);
let early: Run;
let late: Run;

const file = (...parts: string[]): string => path.join(folder, ...parts);

beforeAll(async () => {
  cpSync('demo/deliveries', file('deliveries'), { recursive: true });
  for (const id of ['layering', 'restricted-list', 'spoofing', 'wash-trade']) {
    cpSync(`patterns/${id}`, file('patterns', id), { recursive: true });
  }
  writeFileSync(
    file('tapewarden.yaml'),
    'patterns: patterns\nsettings: {wash-trade: {min_quantity: "50"}}\n',
  );
  const log = readdirSync(file('deliveries')).find((name) => name.includes('bolt')) ?? '';
  renameSync(file('deliveries', log), file(log));
  early = JSON.parse((await tapewarden('run', '--date', DATE, '--json')).stdout) as Run;
  renameSync(file(log), file('deliveries', log));
  late = JSON.parse((await tapewarden('run', '--json')).stdout) as Run;
  writeFileSync(file('tapewarden.yaml'), 'patterns: patterns\n');
});
afterAll(remove);

async function replay(...args: string[]): Promise<RunReplay & { exit: string }> {
  const { exit, stdout } = await tapewarden('replay', '--json', ...args);
  const document = JSON.parse(stdout) as RunReplay;
  expect(schemaErrors('run-replay', [document])).toEqual([]);
  return { ...document, exit };
}

/** A file of the lake in another state until the test ends. */
function changed(name: string, change: (text: string) => string | null): void {
  const kept = readFileSync(file(name));
  onTestFinished(() => writeFileSync(file(name), kept));
  const text = change(kept.toString('latin1'));
  rmSync(file(name));
  if (text !== null) writeFileSync(file(name), text, 'latin1');
}

const reasonsOf = ({ patterns }: RunReplay, id: string): string =>
  patterns.find(({ pattern_id }) => pattern_id === id)?.reasons.join('; ') ?? 'no such pattern';

test('a run is identical whatever was published, configured and run after it', async () => {
  expect(early.inputs).not.toEqual(late.inputs);
  expect(late.patterns.filter(({ alerts }) => alerts > 0).length).toBe(4);
  for (const run of [early, late]) {
    const again = await replay('--run', run.run_id.slice(0, 8));
    expect(again).toMatchObject({ exit: 'clear', verdict: 'identical', record: [], run_id: run.run_id });
    expect(again.patterns.map(({ verdict }) => verdict)).toEqual(run.patterns.map(() => 'identical'));
  }
  expect(readdirSync(file('lake/runs', `trade_date=${DATE}`))).toHaveLength(2);
});

test('the newest run is told as a table, with its verdict in one line', async () => {
  const { exit, stdout, stderr } = await tapewarden('replay');
  expect(exit).toBe('clear');
  expect(stdout).toMatch(/^PATTERN +VERSION +ALERTS +AGAIN\n/);
  expect(stdout).toMatch(/^wash-trade +\d+ +\d+ +identical$/m);
  expect(stderr).toBe(
    `run ${late.run_id.slice(0, 12)} of ${DATE} by tapewarden 0.1.0: identical; ${late.patterns.length} patterns identical, 0 different, 0 not replayed\n`,
  );
});

test('a pattern of another version, SQL or scoring is not replayed, and the others are', async () => {
  const patterns = file('other-patterns');
  cpSync(file('patterns'), patterns, { recursive: true });
  const edit = (name: string, change: (text: string) => string): void =>
    writeFileSync(path.join(patterns, name), change(readFileSync(path.join(patterns, name), 'utf8')));
  edit('wash-trade/pattern.yaml', (text) => text.replace(/^version: 1$/m, 'version: 2'));
  edit('layering/alerts.sql', (text) => `${text}\n`);
  edit('restricted-list/pattern.yaml', (text) => text.replace(/^ {2}high: \d+$/m, '  high: 99'));
  rmSync(path.join(patterns, 'spoofing'), { recursive: true });
  const again = await replay('--patterns', patterns);
  expect(again).toMatchObject({ exit: 'findings', verdict: 'not_replayed' });
  expect(reasonsOf(again, 'wash-trade')).toBe('version 2 is installed, expected 1');
  expect(reasonsOf(again, 'layering')).toMatch(
    /^the installed SQL has the hash [0-9a-f]{64}, expected [0-9a-f]{64}$/,
  );
  expect(reasonsOf(again, 'restricted-list')).toMatch(
    /^the installed scoring has the hash [0-9a-f]{64}, expected [0-9a-f]{64}$/,
  );
  expect(reasonsOf(again, 'spoofing')).toBe('pattern spoofing is not installed');
  expect(again.patterns.filter(({ verdict }) => verdict === 'identical')).toHaveLength(
    late.patterns.length - 4,
  );
});

test('what reads a file that is damaged or gone is not replayed', async () => {
  const input = late.inputs.find(({ dataset }) => dataset === 'restricted_list')?.key ?? '';
  changed(`lake/${input}`, (text) => `${text.slice(0, -1)}x`);
  const damaged = await replay();
  expect(damaged).toMatchObject({ exit: 'findings', verdict: 'not_replayed' });
  expect(reasonsOf(damaged, 'restricted-list')).toContain('[object-damaged]');
  expect(reasonsOf(damaged, 'wash-trade')).toBe('');
  rmSync(file('lake', input));
  expect(reasonsOf(await replay(), 'restricted-list')).toContain('[object-missing]');
});

test('alerts that were changed after the run are found out, by their hash and by what they say', async () => {
  changed(`lake/${late.alerts_key}`, (text) => text.replace(/"score":\d+/, '"score":1'));
  const again = await replay();
  expect(again).toMatchObject({ exit: 'findings', verdict: 'differs' });
  expect(again.record).toEqual([
    expect.stringMatching(
      /alerts\.jsonl has the hash [0-9a-f]{64}, expected [0-9a-f]{64}: it was changed/,
    ) as string,
  ]);
});

test('a record whose figures were changed does not hold, and neither does its plan', async () => {
  const name = `lake/runs/trade_date=${DATE}/00000002.json`;
  const plan = late.patterns.find(({ pattern_id }) => pattern_id === 'wash-trade')?.plan_id ?? '';
  changed(name, (text) => text.replace(plan, '0'.repeat(64)));
  const again = await replay();
  expect(again).toMatchObject({ exit: 'findings', verdict: 'differs' });
  expect(again.record).toEqual([expect.stringContaining(`expected ${late.run_id}`) as string]);
  expect(reasonsOf(again, 'wash-trade')).toBe(`the plan is ${plan}, recorded was ${'0'.repeat(64)}`);
});

test('a record that tells other counts than the inputs give differs by each of them', async () => {
  const name = `lake/runs/trade_date=${DATE}/00000002.json`;
  changed(name, (text) => {
    const run = JSON.parse(text) as Run;
    for (const outcome of run.patterns) {
      if (outcome.pattern_id !== 'wash-trade') continue;
      Object.assign(outcome, { events_seen: outcome.events_seen + 1, alerts: 0, outcome: 'clear' });
    }
    return JSON.stringify(run);
  });
  const seen = late.patterns.find(({ pattern_id }) => pattern_id === 'wash-trade')?.events_seen ?? 0;
  const again = await replay();
  expect(again).toMatchObject({ verdict: 'differs', record: [] });
  expect(reasonsOf(again, 'wash-trade')).toMatch(
    /the outcome is alerts, recorded was clear; the count of alerts/,
  );
  expect(reasonsOf(again, 'wash-trade')).toContain(
    `the count of events seen is ${seen}, recorded was ${seen + 1}`,
  );
});

test('a run that is not known, or not alone with its beginning, is refused with those that are', async () => {
  const newest = [early, late].map(({ run_id }) => run_id.slice(0, 12)).join(', ');
  expect(await tapewarden('replay', '--run', 'x')).toEqual({
    exit: 'usage',
    stdout: '',
    stderr: `no run begins with "x"; the newest are ${newest} [run-unknown]\n`,
  });
  const twin = `${late.run_id.slice(0, -1)}${late.run_id.endsWith('0') ? '1' : '0'}`;
  const record = file('lake/runs', `trade_date=${DATE}`, '00000003.json');
  writeFileSync(record, JSON.stringify({ ...late, run_id: twin }));
  onTestFinished(() => rmSync(record));
  const id = late.run_id.slice(0, 12);
  const unclear = await tapewarden('replay', '--run', id);
  expect(unclear.exit).toBe('usage');
  const both = `${late.run_id.slice(0, 16)}, ${twin.slice(0, 16)}`;
  expect(unclear.stderr).toBe(`2 runs begin with "${id}": ${both}; give more of the id [run-unclear]\n`);
});

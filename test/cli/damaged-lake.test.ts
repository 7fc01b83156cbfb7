import { chmodSync, cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { simulateDay } from '../../src/simulate/simulate-day.js';
import { findFile } from './support/list-files.js';
import { type Cli, type CliResult, cliIn, temporaryFolder } from './support/run-cli.js';

const { folder, remove } = temporaryFolder();
const lake = path.join(folder, 'lake');

beforeAll(async () => {
  for (const trade_date of ['2026-11-20', '2026-11-23']) {
    await simulateDay({ events: 300, seed: 3, trade_date, out: path.join(folder, trade_date) });
    await cliIn(folder)('run', '--raw', `${trade_date}/deliveries`);
  }
});
afterAll(remove);

/** Calls on a copy of the lake in which one file was changed. */
async function afterChange(change: (copy: string) => void, call: (tapewarden: Cli) => Promise<CliResult>) {
  const { folder: copy, remove: removeCopy } = temporaryFolder();
  try {
    cpSync(folder, copy, { recursive: true });
    change(path.join(copy, 'lake'));
    return await call(cliIn(copy));
  } finally {
    removeCopy();
  }
}

function rewrite(file: string, edit: (text: string) => string): void {
  chmodSync(file, 0o644);
  const before = readFileSync(file, 'latin1');
  const after = edit(before);
  expect(after).not.toBe(before);
  writeFileSync(file, after, 'latin1');
}

function expectOutside(result: CliResult, code: string): void {
  expect(result).toMatchObject({ exit: 'outside_failed', stdout: '' });
  const last = result.stderr.trimEnd().split('\n').at(-1);
  expect(last).toMatch(new RegExp(`^[^ ]+: .+ \\[${code}\\]$`));
  expect(result.stderr).not.toMatch(/^ +at /m);
}

const runSecondDay = (tapewarden: Cli): Promise<CliResult> =>
  tapewarden('run', '--raw', '2026-11-23/deliveries');

test('the lake that the other tests damage is whole', async () => {
  const { exit, stderr } = await afterChange(() => {}, runSecondDay);
  expect({ failed: exit === 'outside_failed', broken: stderr.includes('chain') }).toEqual({
    failed: false,
    broken: false,
  });
});

test('a manifest altered by hand breaks the chain at the manifest after it', async () => {
  const alter = (copy: string): void =>
    rewrite(path.join(copy, 'manifests/acme-orders/00000001.json'), (text) =>
      text.replace('"rejected": 0', '"rejected": 1'),
    );
  expectOutside(await afterChange(alter, runSecondDay), 'manifest-chain-broken');
  const doctor = await afterChange(alter, (tapewarden) =>
    tapewarden('doctor', '--raw', '2026-11-20/deliveries'),
  );
  expect(doctor.exit).toBe('outside_failed');
  expect(doctor.stdout).toMatch(/^FAIL {2}lake .*00000002\.json: .*\[manifest-chain-broken\]$/m);
});

test('a manifest taken away breaks the chain', async () => {
  const take = (copy: string): void => rmSync(path.join(copy, 'manifests/acme-orders/00000001.json'));
  expectOutside(await afterChange(take, runSecondDay), 'manifest-chain-broken');
});

test('a Parquet file with one byte changed is found by its hash', async () => {
  const damage = (copy: string): void =>
    rewrite(
      findFile(path.join(copy, 'data/order_events/trade_date=2026-11-23'), '.parquet'),
      (text) => `${text.slice(0, 200)}${text[200] === 'x' ? 'y' : 'x'}${text.slice(201)}`,
    );
  expectOutside(await afterChange(damage, runSecondDay), 'object-damaged');
});

test('a Parquet file that is gone is named', async () => {
  const take = (copy: string): void =>
    rmSync(findFile(path.join(copy, 'data/order_events/trade_date=2026-11-23'), '.parquet'));
  expectOutside(await afterChange(take, runSecondDay), 'object-missing');
});

test('results that are gone are named, not shown as no alerts', async () => {
  const take = (copy: string): void =>
    rmSync(findFile(path.join(copy, 'results/trade_date=2026-11-23'), 'alerts.jsonl'));
  expectOutside(await afterChange(take, (tapewarden) => tapewarden('alerts', 'list')), 'object-missing');
});

test('a lake that is a file is told without a stack', async () => {
  const replace = (copy: string): void => {
    rmSync(copy, { recursive: true });
    writeFileSync(copy, 'a file');
  };
  expectOutside(await afterChange(replace, runSecondDay), 'file-unwritable');
});

test('the lake itself was never touched by these tests', async () => {
  const { stdout } = await cliIn(folder)('doctor', '--raw', '2026-11-20/deliveries');
  expect(stdout).toContain(`${lake}, 26 deliveries in force`);
});

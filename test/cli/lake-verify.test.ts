import { chmodSync, cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { simulateDay } from '../../src/simulate/simulate-day.js';
import { schemaErrors } from '../support/schema-errors.js';
import { expectGoldenCalls } from './support/golden.js';
import { findFile } from './support/list-files.js';
import { type Cli, cliIn, temporaryFolder } from './support/run-cli.js';

const { folder, remove } = temporaryFolder();
beforeAll(async () => {
  await simulateDay({ events: 300, seed: 3, trade_date: '2026-11-20', out: folder });
  await cliIn(folder)('run');
});
afterAll(remove);

async function inCopy(act: (copy: string, tapewarden: Cli) => Promise<void>): Promise<void> {
  const { folder: copy, remove: removeCopy } = temporaryFolder();
  try {
    cpSync(folder, copy, { recursive: true });
    await act(copy, cliIn(copy));
  } finally {
    removeCopy();
  }
}

test('a lake as runs leave it is whole, in words and as JSON', async () => {
  await inCopy(async (copy, tapewarden) => {
    await expectGoldenCalls('lake-verify', { folder: copy, tapewarden }, [
      ['lake', 'verify'],
      ['lake', 'verify', '--feed', 'acme-orders'],
      ['lake', 'verify', '--feed', 'acme-order'],
    ]);
    const { exit, stdout } = await tapewarden('lake', 'verify', '--json');
    expect(exit).toBe('clear');
    expect(schemaErrors('lake-verification', [JSON.parse(stdout)])).toEqual([]);
  });
});

test('damage is told with file, expectation and next step, and the exit code says findings', async () => {
  await inCopy(async (copy, tapewarden) => {
    rmSync(findFile(path.join(copy, 'lake/raw'), ''));
    const manifest = path.join(copy, 'lake/manifests/acme-orders/00000001.json');
    chmodSync(manifest, 0o644);
    writeFileSync(manifest, readFileSync(manifest, 'utf8').replace('"rejected": 0', '"rejected": 1'));
    writeFileSync(path.join(copy, 'lake/data/left'), 'x');
    await expectGoldenCalls('lake-verify-damaged', { folder: copy, tapewarden }, [['lake', 'verify']]);
    const { exit, stdout } = await tapewarden('lake', 'verify', '--json');
    expect(exit).toBe('findings');
    const document = JSON.parse(stdout) as { findings: { code: string }[]; orphans: unknown[] };
    expect(schemaErrors('lake-verification', [document])).toEqual([]);
    expect(document.findings.map(({ code }) => code)).toContain('object-absent');
    expect(document.orphans).toEqual([{ key: 'data/left', bytes: 1 }]);
  });
});

import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Alert } from '../../src/domain/generated/alert.js';
import { schemaErrors } from '../support/schema-errors.js';
import { type Cli, cliIn, temporaryFolder } from './support/run-cli.js';

const { folder, remove } = temporaryFolder();
const tapewarden: Cli = cliIn(folder);
const pattern = path.join(folder, 'patterns/wash-trade/pattern.yaml');
let before: readonly Alert[];

beforeAll(async () => {
  cpSync('demo/deliveries', path.join(folder, 'deliveries'), { recursive: true });
  cpSync('patterns/wash-trade', path.dirname(pattern), { recursive: true });
  writeFileSync(path.join(folder, 'tapewarden.yaml'), 'patterns: patterns\n');
  await tapewarden('run');
  before = await listed();
  const text = readFileSync(pattern, 'utf8');
  writeFileSync(pattern, text.replace('start: 50', 'start: 40').replace('points: 20', 'points: 30'));
  await tapewarden('run');
});
afterAll(remove);

async function listed(): Promise<readonly Alert[]> {
  return JSON.parse((await tapewarden('alerts', 'list', '--json')).stdout) as Alert[];
}

test('alerts that only another scoring tells apart keep their ids and are told with both scores', async () => {
  const after = await listed();
  const { exit, stdout, stderr } = await tapewarden('alerts', 'diff');
  expect(exit).toBe('findings');
  const [cause, , ...lines] = stdout.trimEnd().split('\n');
  expect(cause).toBe('wash-trade: its alerts are scored another way');
  const words = lines.map((line) => line.split(/ {2,}/));
  expect(new Set(words.map(([change, id, , , detail]) => `${change} ${id}: ${detail}`))).toEqual(
    new Set(
      before.map(({ alert_id, severity, score }) => {
        const now = after.find((alert) => alert.alert_id === alert_id);
        const change = `score ${severity} ${score}→${now?.severity ?? 'gone'} ${now?.score ?? 'gone'}`;
        return `rescored ${alert_id.slice(0, 12)}: ${change}`;
      }),
    ),
  );
  expect(stderr).toMatch(/: 2 the same, 2 of them scored another way, 0 added, 0 gone, 0 changed\n$/);
});

test('the same is told as a document', async () => {
  const { stdout } = await tapewarden('alerts', 'diff', '--json');
  const document = JSON.parse(stdout) as { rescored: unknown[] };
  expect(schemaErrors('alerts-diff', [document])).toEqual([]);
  expect(document.rescored).toHaveLength(2);
});

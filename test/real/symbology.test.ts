import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Symbology } from '../../src/canonicalize/mapping/symbology.js';
import { columnOf, mapTexts } from '../canonicalize/support/map-values.js';
import { realFilesPresent, realFolder } from './support.js';

async function convert(from: Symbology, texts: readonly string[]): Promise<unknown[]> {
  const column = columnOf('VARCHAR', { name: 'symbol' });
  return mapTexts({ column, entry: { from: 't', symbology: { from } } }, texts);
}

const directory = path.join(realFolder, 'symbol-directory', 'otherlisted.txt');

describe.skipIf(!realFilesPresent)('the directory of other listed securities', () => {
  const rows = async (): Promise<string[][]> =>
    (await readFile(directory, 'utf8'))
      .split(/\r?\n/)
      .filter((line) => line !== '')
      .map((line) => line.split('|'));

  test('CQS and NASDAQ symbols of a row are one canonical symbol', async () => {
    const all = await rows();
    const nasdaq = all.map((row) => row[7] ?? '');
    const results = {
      cqs: await convert(
        'cqs',
        all.map((row) => row[3] ?? ''),
      ),
      nasdaq: await convert('nasdaq', nasdaq),
    };
    const right = (found: readonly unknown[]): number =>
      found.filter((one, index) => one === nasdaq[index]).length;
    console.log(
      `cqs: ${right(results.cqs)} of ${all.length}, nasdaq: ${right(results.nasdaq)} of ${all.length}`,
    );
    expect(results).toEqual({ cqs: nasdaq, nasdaq });
  });

  test('ACT symbols do not tell: one suffix stands for several canonical ones', async () => {
    const meanings = new Map<string, Set<string>>();
    for (const row of await rows()) {
      const kind = (symbol: string): string => symbol.replace(/^[A-Z]+/, '').replace(/[A-Z]/, 'x');
      const act = kind(row[0] ?? '');
      meanings.set(act, (meanings.get(act) ?? new Set()).add(kind(row[7] ?? '')));
    }
    expect(Object.fromEntries([...meanings].map(([act, found]) => [act, [...found].sort()]))).toEqual({
      '': ['', '*'],
      $: ['-'],
      $x: ['-x', '-x*'],
      '.x': ['+', '+x', '.x', '='],
    });
  });
});

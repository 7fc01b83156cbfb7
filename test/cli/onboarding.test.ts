import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { cliIn, temporaryFolder } from './support/run-cli.js';

const { folder, remove } = temporaryFolder();
const tapewarden = cliIn(folder);
afterAll(remove);

const PAGE = 'docs/feeds.md';

/** What the page shows of a call: both streams, paths of this machine replaced. */
async function printed(call: string): Promise<string> {
  const { stdout, stderr } = await tapewarden(...call.split(' ').slice(1));
  return `${stdout}${stderr}`.replaceAll(`${folder}/`, '').replaceAll(folder, '.');
}

/** Replaces the lines of a file that begin with the same key as a line of the page. */
function edit(file: string, lines: readonly string[]): void {
  const place = path.join(folder, file);
  const text = readFileSync(place, 'utf8').split('\n');
  for (const line of lines) {
    const key = `${line.slice(0, line.indexOf(':'))}:`;
    const index = text.findIndex((other) => other.startsWith(key));
    expect(index, `${file} has a line ${key}`).toBeGreaterThanOrEqual(0);
    text[index] = line;
  }
  writeFileSync(place, text.join('\n'));
}

test('the commands of docs/feeds.md print what the page shows', async () => {
  const page = readFileSync(PAGE, 'utf8');
  let made = page;
  for (const [block, language = '', file = '', body = ''] of page.matchAll(
    /```(console|yaml|json)(?: (\S+))?\n([\s\S]*?)```/g,
  )) {
    if (language !== 'console') {
      if (file !== '') edit(file, body.trimEnd().split('\n'));
      continue;
    }
    const shown: string[] = [];
    for (const call of body.split('\n').filter((line) => line.startsWith('$ '))) {
      shown.push(`${call}\n${await printed(call.slice(2))}`);
    }
    made = made.replace(block, () => `\`\`\`console\n${shown.join('')}\`\`\``);
  }
  if (process.env['UPDATE'] === '1') writeFileSync(PAGE, made);
  expect(made).toBe(readFileSync(PAGE, 'utf8'));
  expect(made.split('\n').length).toBeLessThan(250);
});

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { AxeResults } from 'axe-core';
import axe from 'axe-core';
import { axeOptions, barriersOf } from './find-barriers.js';

/** A Chromium of this machine; null where there is none. */
export const chromium =
  ['chromium', 'chromium-browser', 'google-chrome'].find(
    (name) => spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0,
  ) ?? null;

/** What keeps a page from readers, by axe-core in Chromium, with colours and boxes as they are painted in a window of that width. */
export function chromiumBarriers(html: string, width: number): string[] {
  const folder = mkdtempSync(path.join(tmpdir(), 'tapewarden-page-'));
  try {
    const file = path.join(folder, 'page.html');
    writeFileSync(file, withAxe(html));
    const size = `--window-size=${width},900`;
    const { stdout, stderr } = spawnSync(
      chromium ?? '',
      ['--headless', '--no-sandbox', '--disable-gpu', `--user-data-dir=${folder}`, size, '--dump-dom', file],
      { encoding: 'utf8', maxBuffer: 1e8, timeout: 100_000 },
    );
    const told = /<pre id="axe">([\s\S]*?)<\/pre>/.exec(stdout)?.[1];
    if (told === undefined) throw new Error(`Chromium told nothing: ${stderr.slice(0, 500)}`);
    const { violations, incomplete } = JSON.parse(decodeURIComponent(told)) as AxeResults;
    // The contrast of what is scrolled out of a table's frame is never judged; `palette.test.ts` judges the colours themselves.
    return barriersOf([...violations, ...incomplete.filter(({ id }) => id !== 'color-contrast')]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The page with axe-core in it, which it forbids to run by itself; what axe-core says replaces it. */
function withAxe(html: string): string {
  const run = `axe.run(document, ${JSON.stringify(axeOptions)}).then(({ violations, incomplete }) => {
    const told = encodeURIComponent(JSON.stringify({ violations, incomplete }));
    document.body.innerHTML = '<pre id="axe">' + told + '</pre>';
  });`;
  const allowed = html.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>\n/, '');
  return allowed.replace('</body>', () => `<script>${axe.source}</script>\n<script>${run}</script>\n</body>`);
}

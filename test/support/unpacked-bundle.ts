import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bundleFiles } from '../../scripts/lambda-bundle/bundle-files.js';
import type { Architecture } from '../../scripts/lambda-bundle/engine-binding.js';

/** What the machine that tests is. */
export const ARCHITECTURE: Architecture = process.arch === 'arm64' ? 'arm64' : 'x64';

/** Every file of the bundle for this machine. */
export function ownBundle(): Promise<Map<string, Buffer>> {
  const cache = path.resolve('dist/lambda/bindings');
  return bundleFiles(process.cwd(), { architecture: ARCHITECTURE, cache });
}

/** Unpacks a bundle into a folder outside of the project, from where nothing of its node_modules is found. */
export function unpackBundle(files: ReadonlyMap<string, Buffer>): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'bundle-'));
  for (const [name, content] of files) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), content);
  }
  return folder;
}

import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { bundleFiles, contentId, entriesOf } from './lambda-bundle/bundle-files.js';
import { ARCHITECTURES, type Architecture } from './lambda-bundle/engine-binding.js';
import { projectFiles } from './lambda-bundle/project-files.js';
import { zipArchive } from './lambda-bundle/zip-archive.js';

/** What Lambda takes: a zip in a request or from a bucket, and what it unpacks to, layers counted. */
const DIRECT_BYTES = 50 * 1024 * 1024;
const UNPACKED_BYTES = 250 * 1024 * 1024;

/**
 * Makes dist/lambda/tapewarden-<architecture>.zip for Lambda and, with `--unpacked`, the folder that the image of the Fargate task
 * is made of: `npm run bundle -- --arch x64 --project DIR`. Without a project only the planner runs. Exits with 1 where Lambda would not take it.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      arch: { type: 'string', multiple: true, default: ['x64'] },
      out: { type: 'string', default: 'dist/lambda' },
      unpacked: { type: 'boolean', default: false },
      project: { type: 'string' },
      profile: { type: 'string' },
    },
  });
  const root = process.cwd();
  const out = path.resolve(values.out);
  mkdirSync(out, { recursive: true });
  process.stdout.write(`handlers: ${entriesOf(root).join(', ')}\n`);
  const project =
    values.project === undefined ? new Map() : await projectFiles(values.project, values.profile);
  for (const asked of values.arch) {
    const architecture = ARCHITECTURES.find((one) => one === asked);
    if (architecture === undefined)
      throw new Error(`--arch ${asked}: expected ${ARCHITECTURES.join(' or ')}`);
    await bundle(root, { architecture, out, unpacked: values.unpacked, project });
  }
}

async function bundle(
  root: string,
  of: {
    architecture: Architecture;
    out: string;
    unpacked: boolean;
    project: ReadonlyMap<string, Buffer>;
  },
): Promise<void> {
  const { architecture, out, unpacked, project } = of;
  const code = await bundleFiles(root, { architecture, cache: path.join(out, 'bindings') });
  const files = new Map([...code, ...project]);
  const zip = zipArchive(files);
  const bytes = [...files.values()].reduce((total, content) => total + content.length, 0);
  writeFileSync(path.join(out, `tapewarden-${architecture}.zip`), zip);
  if (unpacked) {
    const folder = path.join(out, architecture);
    rmSync(folder, { recursive: true, force: true });
    for (const [name, content] of files) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      writeFileSync(path.join(folder, name), content);
    }
  }
  process.stdout.write(
    `${architecture}  zip ${mb(zip.length)} of ${mb(DIRECT_BYTES)} MB  unpacked ${mb(bytes)} of ${mb(UNPACKED_BYTES)} MB  ${files.size} files  content ${contentId(files)}\n`,
  );
  if (zip.length > DIRECT_BYTES || bytes > UNPACKED_BYTES) {
    process.stderr.write(`${architecture}: Lambda takes no more than that (docs/adr/0062)\n`);
    process.exitCode = 1;
  }
}

function mb(bytes: number): string {
  return (bytes / 1024 / 1024).toFixed(1);
}

await main();

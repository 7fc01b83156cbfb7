import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type BuildResult, build } from 'esbuild';
import { schemaVerdicts } from '../schema-verdicts.js';
import { type Architecture, BINDING_FILES, engineBinding } from './engine-binding.js';
import { lateCommonJs } from './late-commonjs.js';

/** What code reads beside itself, each found from the folder that holds package.json. */
const ASSETS = [
  'schemas',
  'feeds',
  'calendars',
  'patterns',
  'queries',
  'linkage',
  'access-rules',
  'spark',
  'retention.yaml',
];
const LEFT_OUT = /(^|\/)(cases|sample[^/]*|cases\.yaml|README\.md|scorecard\.json|parity\.json)(\/|$)/;
/** CommonJS packages inside a module ask for built-in ones with `require`. */
const BANNER =
  "import { createRequire as bundleRequire } from 'node:module'; const require = bundleRequire(import.meta.url);";

/** Assigns to names that it never declares, which no module may: it stays CommonJS, beside the code. */
const SLOPPY = 'parquetjs-lite';

/** A file of src/lambda that Lambda calls, or that the task starts. */
const ENTRY = /^export (const|async function|function) handler\b/m;

/** Names of what Lambda can call: files of src/lambda that export a `handler`, and `task`, which Fargate starts. */
export function entriesOf(root: string): string[] {
  const folder = path.join(root, 'src', 'lambda');
  return readdirSync(folder)
    .filter((file) => file.endsWith('.ts'))
    .filter((file) => file === 'task.ts' || ENTRY.test(readFileSync(path.join(folder, file), 'utf8')))
    .map((file) => path.basename(file, '.ts'))
    .sort();
}

/**
 * Every file of the bundle for one architecture by its path: handlers, what they read, DuckDB's binding. The same sources and
 * packages give the same bytes; no time, no path of the machine is in them.
 */
export async function bundleFiles(
  root: string,
  { architecture, cache }: { architecture: Architecture; cache: string },
): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>();
  const built = await build({
    absWorkingDir: root,
    entryPoints: Object.fromEntries(entriesOf(root).map((name) => [name, `src/lambda/${name}.ts`])),
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    outdir: '.',
    entryNames: 'handlers/[name]',
    chunkNames: 'chunks/[name]-[hash]',
    outExtension: { '.js': '.mjs' },
    external: ['@duckdb/node-bindings', SLOPPY],
    plugins: [lateCommonJs(root)],
    banner: { js: BANNER },
    minify: true,
    keepNames: true,
    legalComments: 'none',
    write: false,
    logLevel: 'silent',
  });
  for (const { path: at, contents } of built.outputFiles)
    files.set(path.relative(root, at), Buffer.from(contents));
  const asking = path.dirname(chunkOf(built, 'src/domain/schema-errors.ts'));
  for (const [file, code] of await schemaVerdicts()) files.set(`${asking}/${file}`, code);
  await addSloppy(files, root);
  for (const asset of ASSETS) addTree(files, root, asset);
  const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
    version: string;
  };
  files.set('package.json', json({ name: 'tapewarden', version, type: 'module' }));
  const binding = engineBinding(root, architecture, cache);
  const name = `node_modules/@duckdb/node-bindings-linux-${architecture}`;
  for (const file of BINDING_FILES) files.set(`${name}/${file}`, readFileSync(path.join(binding, file)));
  for (const file of ['duckdb.js', 'package.json'])
    addFile(files, root, `node_modules/@duckdb/node-bindings/${file}`);
  addTree(files, root, 'node_modules/detect-libc');
  return files;
}

/** The written file that holds what a source became. */
function chunkOf({ metafile }: BuildResult, source: string): string {
  const outputs = Object.entries(metafile?.outputs ?? {});
  const [name] = outputs.find(([, { inputs }]) => source in inputs) ?? [];
  if (name === undefined) throw new Error(`${source} is in no file of the bundle`);
  return name;
}

/** The package whole, as the CommonJS that it is. */
async function addSloppy(files: Map<string, Buffer>, root: string): Promise<void> {
  const built = await build({
    absWorkingDir: root,
    stdin: { contents: `module.exports = require('${SLOPPY}');`, resolveDir: root },
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    minify: true,
    keepNames: true,
    legalComments: 'none',
    write: false,
    logLevel: 'silent',
  });
  const [file] = built.outputFiles;
  const folder = `node_modules/${SLOPPY}`;
  files.set(`${folder}/index.js`, Buffer.from(file?.contents ?? []));
  files.set(`${folder}/package.json`, json({ name: SLOPPY, main: 'index.js', type: 'commonjs' }));
}

/** Name of the content of a bundle: SHA-256 over its sorted paths and their hashes, whatever packs them. */
export function contentId(files: ReadonlyMap<string, Buffer>): string {
  const whole = createHash('sha256');
  for (const [name, content] of [...files].sort(([left], [right]) => (left < right ? -1 : 1)))
    whole.update(`${createHash('sha256').update(content).digest('hex')}  ${name}\n`);
  return whole.digest('hex');
}

function addTree(files: Map<string, Buffer>, root: string, at: string): void {
  if (at === 'retention.yaml') {
    addFile(files, root, at);
    return;
  }
  const entries = readdirSync(path.join(root, at), { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    const name = path.relative(root, path.join(entry.parentPath, entry.name)).split(path.sep).join('/');
    if (entry.isFile() && !LEFT_OUT.test(name)) addFile(files, root, name);
  }
}

function addFile(files: Map<string, Buffer>, root: string, name: string): void {
  files.set(name, readFileSync(path.join(root, name)));
}

function json(value: unknown): Buffer {
  return Buffer.from(`${JSON.stringify(value)}\n`, 'utf8');
}

import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { schemaVerdicts } from './schema-verdicts.js';

/** A step of `npm run build`: a verdict for each schema of the package beside the code that asks for it. */
const folder = path.resolve('dist', 'domain');
for (const [file, code] of await schemaVerdicts()) {
  mkdirSync(path.join(folder, path.dirname(file)), { recursive: true });
  writeFileSync(path.join(folder, file), code);
}

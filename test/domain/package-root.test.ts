import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { packageRoot } from '../../src/domain/package-root.js';

test('the root is the folder of package.json, with the schemas in it', () => {
  expect(packageRoot()).toBe(path.resolve(import.meta.dirname, '../..'));
  expect(existsSync(path.join(packageRoot(), 'schemas', 'pattern.schema.json'))).toBe(true);
});

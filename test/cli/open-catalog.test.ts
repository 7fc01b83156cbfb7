import { expect, test } from 'vitest';
import { processContext } from '../../src/cli/cli-context.js';
import { openCatalog } from '../../src/project/open-catalog.js';
import { loadProject } from '../../src/project/project.js';
import { openLocalStore } from '../../src/store/local-store.js';
import { temporaryFolder } from '../canonicalize/support/lake.js';

const catalog = { database: 'surveillance', region: 'us-east-1' };

test.each([
  ['s3://surveillance-lake', undefined, 's3://surveillance-lake/'],
  ['s3://surveillance-lake/prod', undefined, 's3://surveillance-lake/prod/'],
  ['s3://surveillance-lake/prod/', undefined, 's3://surveillance-lake/prod/'],
  ['s3://surveillance-lake/prod', 's3://alias/prod/', 's3://alias/prod/'],
])('engines find a lake at %s, with the address %s, at %s', async (lake, address, found) => {
  const cwd = await temporaryFolder();
  const project = await loadProject({ ...processContext(), cwd }, {});
  const kept = { ...catalog, ...(address === undefined ? {} : { address }) };
  const opened = await openCatalog({ ...project, lake, catalog: kept }, openLocalStore(cwd));
  expect(opened?.target.address).toBe(found);
});

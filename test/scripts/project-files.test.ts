import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { projectFiles } from '../../scripts/lambda-bundle/project-files.js';

const IN_S3 = 'lake: s3://lake/l\ns3: {kms_key: k, region: us-east-1}\n';

function projectOf(config: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'tapewarden-project-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(path.join(folder, 'tapewarden.yaml'), config);
  return folder;
}

test('a project that brings nothing of its own is its tapewarden.yaml, whatever lies beside it', async () => {
  const folder = projectOf(IN_S3);
  mkdirSync(path.join(folder, 'deliveries'));
  writeFileSync(path.join(folder, 'deliveries', 'acme.psv'), 'secret');
  writeFileSync(path.join(folder, 'personal.key'), 'f'.repeat(64));
  const files = await projectFiles(folder);
  expect([...files.keys()]).toEqual(['project/tapewarden.yaml']);
  expect(files.get('project/tapewarden.yaml')?.toString()).toBe(IN_S3);
});

test('feeds that tapewarden.yaml names come along, hidden files do not', async () => {
  const folder = projectOf(`${IN_S3}feeds: own/feeds\n`);
  cpSync('feeds/acme-orders', path.join(folder, 'own/feeds/acme-orders'), { recursive: true });
  writeFileSync(path.join(folder, 'own/feeds/.note'), '');
  const names = [...(await projectFiles(folder)).keys()];
  expect(names).toContain('project/own/feeds/acme-orders/feed.yaml');
  expect(names.filter((name) => name.includes('/.'))).toEqual([]);
});

test('a profile may say that the lake is in S3', async () => {
  const folder = projectOf(`lake: lake\nprofiles:\n  aws: {lake: s3://lake/l, s3: {kms_key: k}}\n`);
  await expect(projectFiles(folder)).rejects.toThrow(/the lake is .*expected s3:/);
  expect((await projectFiles(folder, 'aws')).size).toBe(1);
});

test.each([
  ['a lake on disk', 'lake: lake\n', /the lake is .*, expected s3:/],
  [
    'a key of tokens in a file',
    `${IN_S3}personal: {key_file: personal.key}\n`,
    /expected personal.key_secret/,
  ],
  ['a key of tokens in a variable', `${IN_S3}personal: {key_env: KEY}\n`, /expected personal.key_secret/],
  ['feeds outside of the folder', `${IN_S3}feeds: ../feeds\n`, /feeds is .*, expected a folder below/],
  ['the whole folder as feeds', `${IN_S3}feeds: .\n`, /feeds is .*, expected a folder below/],
])('%s is no part of a bundle', async (_, config, message) => {
  await expect(projectFiles(projectOf(config))).rejects.toThrow(message);
});

test('a tapewarden.yaml that is not sound, or not there, makes no bundle', async () => {
  await expect(projectFiles(projectOf('lakes: x\n'))).rejects.toThrow(/.+/);
  await expect(projectFiles(tmpdir())).rejects.toThrow(/tapewarden.yaml/);
});

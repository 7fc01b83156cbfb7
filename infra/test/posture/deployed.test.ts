import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { processContext } from '../../../src/cli/cli-context.js';
import { auditPosture } from '../../../src/cli/commands/audit-posture.js';
import type { Posture, PostureLine } from '../../../src/domain/generated/posture.js';
import { FakeAccount } from '../../../test/fakes/account/fake-account.js';
import { stubAwsEnvironment } from '../../../test/fakes/aws-environment.js';
import { synthesize } from '../synthesized.js';
import { deployedConfig, deployInto } from './deployed-account.js';

let account: FakeAccount;
let folder: string;

beforeEach(async () => {
  account = await FakeAccount.start();
  folder = mkdtempSync(path.join(tmpdir(), 'tapewarden-posture-'));
  stubAwsEnvironment();
});
afterEach(async () => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
  await account.stop();
});

async function postureOf(stage: 'dev' | 'prod'): Promise<PostureLine[]> {
  const synthesized = synthesize(stage);
  deployInto(account, synthesized);
  writeFileSync(path.join(folder, 'tapewarden.yaml'), deployedConfig(account, synthesized));
  const written: string[] = [];
  const stdout = { write: (text: string) => written.push(text) > 0 };
  const process = { ...processContext().process, stdout, stderr: { write: () => true } };
  await auditPosture({ ...processContext(), process, cwd: folder }, { json: true, record: false });
  return (JSON.parse(written.join('')) as Posture).controls;
}

test.each(['dev', 'prod'] as const)(
  'what the templates of %s declare passes every control',
  async (stage) => {
    const controls = await postureOf(stage);
    expect(controls.length).toBeGreaterThan(100);
    const broken = controls
      .filter(({ verdict }) => verdict !== 'pass')
      .map(
        ({ id, resource, verdict, evidence }) => `${verdict} ${id} of ${resource}: ${evidence.join(' | ')}`,
      );
    expect(broken).toEqual([]);
  },
);

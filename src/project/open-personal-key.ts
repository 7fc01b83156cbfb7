import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type KeySource, type PersonalKey, readPersonalKey } from '../canonicalize/personal/personal-key.js';
import { EXIT } from './exit-codes.js';
import { CONFIG_FILE } from './load-config.js';
import type { Project } from './project.js';
import type { ProjectContext } from './project-context.js';
import { Refusal } from './refusal.js';
import { retryMeans } from './retry-means.js';
import { systemReason } from './system-failure.js';

/**
 * The key of tokens that tapewarden.yaml names, as a part of the canonicalizer's context; empty where it names none.
 *
 * Refusals, which never quote the key: personal-key-unreadable, personal-key-malformed. Throws what `readSecret` throws of a key in Secrets Manager.
 */
export async function openPersonalKey(
  context: ProjectContext,
  { personal }: Project,
): Promise<{ personal_key?: PersonalKey }> {
  if (personal === null) return {};
  const from = personal.key_file ?? personal.key_secret ?? `environment variable ${personal.key_env}`;
  const key = await readPersonalKey(sourceOf(context, personal));
  if (key !== null) return { personal_key: key };
  throw new Refusal(EXIT.invalid_spec, [
    `${from}: is no key, expected 64 to 128 hexadecimal digits, as openssl rand -hex 32 makes them [personal-key-malformed]`,
  ]);
}

function sourceOf(
  context: ProjectContext,
  { key_file, key_env = '', key_secret }: NonNullable<Project['personal']>,
): KeySource {
  if (key_secret !== undefined) {
    return {
      read: async () => {
        const { readSecret } = await import('../security/secrets/read-secret.js');
        return readSecret(key_secret, retryMeans);
      },
    };
  }
  if (key_file === undefined) {
    return { read: () => Promise.resolve(context.process.env?.[key_env] ?? '') };
  }
  const file = path.resolve(context.cwd, key_file);
  return {
    read: () =>
      readFile(file, 'utf8').catch((error: unknown) => {
        throw new Refusal(EXIT.invalid_spec, [
          `${key_file}: cannot be read (${systemReason(error)}), expected the key that ${CONFIG_FILE} names under personal [personal-key-unreadable]`,
        ]);
      }),
  };
}

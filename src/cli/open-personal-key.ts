import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type PersonalKey, personalKeyOf } from '../canonicalize/personal/personal-key.js';
import type { CliContext } from './cli-context.js';
import { EXIT } from './exit-codes.js';
import { CONFIG_FILE, type Project } from './project.js';
import { Refusal } from './refusal.js';
import { systemReason } from './system-failure.js';

/**
 * The key of tokens that tapewarden.yaml names, as a part of the canonicalizer's context; empty where it names none.
 *
 * Refusals, which never quote the key: personal-key-unreadable, personal-key-malformed.
 */
export async function openPersonalKey(
  context: CliContext,
  { personal }: Project,
): Promise<{ personal_key?: PersonalKey }> {
  if (personal === null) return {};
  const from = personal.key_file ?? `environment variable ${personal.key_env}`;
  const key = personalKeyOf(await textOf(context, personal));
  if (key !== null) return { personal_key: key };
  throw new Refusal(EXIT.invalid_spec, [
    `${from}: is no key, expected 64 to 128 hexadecimal digits, as openssl rand -hex 32 makes them [personal-key-malformed]`,
  ]);
}

async function textOf(context: CliContext, personal: NonNullable<Project['personal']>): Promise<string> {
  if (personal.key_file === undefined) return context.process.env?.[personal.key_env ?? ''] ?? '';
  const file = path.resolve(context.cwd, personal.key_file);
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new Refusal(EXIT.invalid_spec, [
      `${personal.key_file}: cannot be read (${systemReason(error)}), expected the key that ${CONFIG_FILE} names under personal [personal-key-unreadable]`,
    ]);
  }
}

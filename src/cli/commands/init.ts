import { existsSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { visible } from '../../domain/diagnostic.js';
import { EXIT, type ExitCode } from '../../project/exit-codes.js';
import { CONFIG_FILE } from '../../project/load-config.js';
import { Refusal } from '../../project/refusal.js';
import { simulateDay } from '../../simulate/simulate-day.js';
import type { CliContext } from '../cli-context.js';

type InitFlags = { readonly empty: boolean };

/** The day that a new project starts with; the same as the demo's. */
const SAMPLE_DAY = { events: 20_000, seed: 7, faults: 24, trade_date: '2026-11-20' };

const CONFIG = `# A tapewarden project. Paths are relative to this file.
raw: deliveries        # files as the brokers sent them
lake: lake             # canonical data, quarantine, manifests, results
# feeds: feeds         # your feeds; without this line, those that come with tapewarden
# patterns: patterns   # your patterns; without this line, those that come with tapewarden
# settings:            # settings in place of the patterns' defaults
#   wash-trade: {window_ns: 2s}
# profiles:            # the same members under a name, chosen by --profile or TAPEWARDEN_PROFILE
#   aws: {lake: "s3://bucket/prefix", s3: {kms_key: "arn:aws:kms:..."}}
`;

/** Makes the folder a project: tapewarden.yaml and, unless asked not to, one simulated day of deliveries. */
export async function init(context: CliContext, flags: InitFlags): Promise<ExitCode> {
  const config = path.join(context.cwd, CONFIG_FILE);
  if (existsSync(config)) {
    throw new Refusal(EXIT.usage, [
      `${CONFIG_FILE}: exists already, expected a folder that is no project; go on with tapewarden run [project-exists]`,
    ]);
  }
  const deliveries = path.join(context.cwd, 'deliveries');
  if (!flags.empty && existsSync(deliveries) && (await readdir(deliveries)).length > 0) {
    throw new Refusal(EXIT.usage, [
      `deliveries: holds files already, expected none where a simulated day goes; keep them with --empty [deliveries-exist]`,
    ]);
  }
  if (flags.empty) await mkdir(deliveries, { recursive: true });
  else await simulateDay({ ...SAMPLE_DAY, out: context.cwd });
  await writeFile(config, CONFIG);
  const { stdout } = context.process;
  stdout.write(
    `project     ${visible(config)}\ndeliveries  ${visible(deliveries)}${flags.empty ? '' : ' (one simulated day, 2026-11-20)'}\n`,
  );
  stdout.write(`next        ${flags.empty ? 'put files there, then ' : ''}tapewarden run\n`);
  return EXIT.clear;
}

import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { QuarantinedRecord } from '../../src/domain/generated/quarantined-record.js';
import { acmeFile, acmeLine, acmeName } from '../canonicalize/support/feeds.js';
import { stubAwsEnvironment } from '../fakes/aws-environment.js';
import { startGlue } from '../fakes/glue/start-glue.js';
import { FakeS3 } from '../fakes/s3/fake-s3.js';
import { cliIn, temporaryFolder, transcript } from './support/run-cli.js';

const KEY = 'alias/surveillance';
const LEFT = 'data/order_events/trade_date=2026-11-20/feed=acme-orders/data_file=left/rows.parquet';
/** In 2096, when everything has expired and every object is old. */
const LATER = 4_000_000_000_000_000_000n;
const BY = ['--by', 'A. Counsel'];

let fake: FakeS3;
const remove: (() => void)[] = [];
beforeEach(async () => {
  fake = await FakeS3.start({ required_kms_key: KEY, page_size: 3 });
  stubAwsEnvironment();
});
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const one of remove.splice(0)) one();
  await fake.stop();
});

/** A lake as its user names it, and a way to leave an object in it that nothing names. */
type Place = { settings: string; leave: (folder: string, key: string) => void };

const places: Record<'local' | 's3', () => Place> = {
  local: () => ({
    settings: 'lake: lake\n',
    leave: (folder, key) => {
      mkdirSync(path.dirname(path.join(folder, 'lake', key)), { recursive: true });
      writeFileSync(path.join(folder, 'lake', key), 'x');
    },
  }),
  s3: () => {
    const bucket = fake.bucket('acme');
    return {
      settings: `lake: s3://acme/lake\ns3:\n  kms_key: ${KEY}\n  endpoint: ${fake.endpoint}\n  force_path_style: true\n`,
      leave: (_, key) => {
        bucket.put(`lake/${key}`, { body: Buffer.from('x'), attributes: {} }, false);
      },
    };
  },
};

/** Everything that people do with a lake in its life, by the command line, as one text. */
async function lifeIn(place: Place): Promise<string> {
  const { folder, remove: takeAway } = temporaryFolder();
  remove.push(takeAway);
  const glue = await startGlue();
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
  mkdirSync(path.join(folder, 'deliveries'));
  const lines = [acmeLine(1), acmeLine(2), acmeLine(3, { side: '9' }), acmeLine(4, { px: '12,50' })];
  writeFileSync(path.join(folder, 'deliveries', acmeName), acmeFile(lines));
  const catalog = `catalog: {database: surveillance, region: us-east-1, address: "s3://acme/lake/", endpoint: "${glue.endpoint}"}\n`;
  writeFileSync(path.join(folder, 'tapewarden.yaml'), place.settings + catalog);
  const tapewarden = cliIn(folder);
  const later = cliIn(folder, LATER);
  const said: string[] = [];
  const call = async (cli: typeof tapewarden, ...args: string[]): Promise<void> => {
    said.push(transcript(folder, args, await cli(...args)));
  };

  await call(tapewarden, 'canonicalize', '--date', '2026-11-20');
  await call(tapewarden, 'catalog', 'check');
  place.leave(folder, LEFT);
  await call(tapewarden, 'lake', 'verify');
  await call(later, 'lake', 'gc', '--dry-run');
  await call(later, 'lake', 'gc', '--grace', '0s');
  await call(later, 'lake', 'gc', '--grace', '0s');

  await call(tapewarden, 'quarantine', 'list');
  const listed = await tapewarden('quarantine', 'list', '--json');
  const [first, second] = (JSON.parse(listed.stdout) as QuarantinedRecord[]).map(({ id }) => id);
  const repair = {
    by: 'Kim',
    reason: 'agreed by telephone',
    records: [
      { record: first, was: { side: '9' }, patch: { side: '2' } },
      { record: second, was: { px: '12,50' }, withdraw: 'sent by mistake' },
    ],
  };
  writeFileSync(path.join(folder, 'repair.json'), JSON.stringify(repair));
  await call(tapewarden, 'quarantine', 'repair', '--patch', 'repair.json');
  await call(tapewarden, 'quarantine', 'replay');
  await call(tapewarden, 'quarantine', 'replay');
  await call(tapewarden, 'quarantine', 'show', String(first));
  await call(tapewarden, 'quarantine', 'list');
  await call(tapewarden, 'quarantine', 'list', '--as-of', '2026-11-21T01:59:59Z');
  await call(tapewarden, 'catalog', 'sync');
  await call(tapewarden, 'catalog', 'check');
  await call(tapewarden, 'run', '--date', '2026-11-20');

  const dates = ['--from', '2026-11-20', '--to', '2026-11-20'];
  await call(tapewarden, 'lake', 'hold', ...dates, '--reason', 'inquiry 17', ...BY);
  await call(tapewarden, 'lake', 'holds');
  await call(later, 'lake', 'retention', '--apply', ...BY);
  const held = JSON.parse((await tapewarden('lake', 'holds', '--json')).stdout) as { hold_id: string }[];
  await call(tapewarden, 'lake', 'release', String(held[0]?.hold_id), '--reason', 'closed', ...BY);
  await call(later, 'lake', 'retention', '--plan');
  await call(later, 'lake', 'retention', '--apply', ...BY);
  await call(tapewarden, 'lake', 'verify');
  await call(tapewarden, 'lake', 'history');
  await call(tapewarden, 'quarantine', 'show', String(first));
  await call(tapewarden, 'catalog', 'check');
  return said.join('\n');
}

/** The calls of a life with their exit codes, by the first two words of each. */
function exitsOf(text: string): string[] {
  return [...text.matchAll(/^\$ tapewarden (\S+ ?[a-z]*).*\nexit: (\S+)$/gm)].map(
    ([, call, exit]) => `${String(call).trim()} ${exit}`,
  );
}

test('everything that is done with a lake gives the same in a folder and in S3', async () => {
  const local = await lifeIn(places.local());
  expect(exitsOf(local).filter((line) => !line.endsWith(' clear'))).toEqual([
    'canonicalize findings',
    'run findings',
    'quarantine show outside_failed',
    'catalog check findings',
  ]);
  expect(local.match(/^findings {4}0$/gm)).toHaveLength(2);
  expect(local).toContain('removed     1 object, 1 byte\n');
  expect(local).toContain(
    '2 records rejected in 1 delivery: 0 open, 1 repaired, 1 withdrawn; 2 faults shown\n',
  );
  expect(local).toContain('0 objects removed, 0 bytes\n');
  expect(local).toMatch(/^4 objects removed, /m);
  expect(local).toMatch(
    /^quarantine\/\S+: was removed, as manifests\/acme-orders\/00000006\.json records \(retention by A\. Counsel: .*\[object-removed\]$/m,
  );
  const s3 = await lifeIn(places.s3());
  // Results are dated by the store's own clock, which is this machine's in a folder.
  const comparable = (text: string): string =>
    text.replaceAll(/^((?:expired|removed) {2}results\S+ {2}kept through) \S+$/gm, '$1 …');
  expect(comparable(s3.replace('lake        s3://acme/lake', 'lake        lake'))).toBe(comparable(local));
}, 60_000);

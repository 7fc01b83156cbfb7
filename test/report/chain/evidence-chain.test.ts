import { renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { chainMeans } from '../../../src/cli/chain-means.js';
import { findAlert } from '../../../src/cli/find-run.js';
import { loadEvidenceChain } from '../../../src/cli/load-evidence-chain.js';
import type { EvidenceChain } from '../../../src/domain/generated/evidence-chain.js';
import { loadFeeds, loadPatterns, loadProject, openLake } from '../../../src/project/project.js';
import { chainPage } from '../../../src/report/chain/chain-page.js';
import { checkChain } from '../../../src/report/chain/check-chain.js';
import { renderPageHtml } from '../../../src/report/render-page-html.js';
import { cliIn, temporaryFolder } from '../../cli/support/run-cli.js';
import { stubAwsEnvironment } from '../../fakes/aws-environment.js';
import { FakeS3 } from '../../fakes/s3/fake-s3.js';
import { signedTrail } from '../../security/access/support/signed-trail.js';
import { KMS_KEY, type ShortRecord } from '../../security/access/support/trail-record.js';
import { findBarriers } from '../../support/find-barriers.js';
import { schemaErrors } from '../../support/schema-errors.js';

let fake: FakeS3;
let chain: EvidenceChain;
const place = temporaryFolder();
const tapewarden = cliIn(place.folder);

beforeAll(async () => {
  stubAwsEnvironment();
  fake = await FakeS3.start({ required_kms_key: KMS_KEY });
  fake.bucket('lake-bucket');
  const s3 = `s3: {kms_key: "${KMS_KEY}", endpoint: "${fake.endpoint}", force_path_style: true}`;
  writeFileSync(path.join(place.folder, 'tapewarden.yaml'), `lake: s3://lake-bucket/lake\n${s3}\n`);
  await tapewarden('simulate', '--events', '6000', '--out', 'simulated');
  renameSync(path.join(place.folder, 'simulated', 'deliveries'), path.join(place.folder, 'deliveries'));
  await tapewarden('run', '--date', '2026-11-20');
  const context = { cwd: place.folder, process: {} } as Parameters<typeof loadProject>[0];
  const project = await loadProject(context, {});
  const store = await openLake(project);
  const listed = JSON.parse((await tapewarden('alerts', 'list', '--json')).stdout) as {
    alert_id: string;
    evidence_count: number;
  }[];
  listed.sort((left, right) => left.evidence_count - right.evidence_count);
  const { run, alert } = await findAlert(store, String(listed[0]?.alert_id));
  const sources = {
    ...{ store, lake: project.lake, feeds: await loadFeeds(project), patterns: await loadPatterns(project) },
    ...{ work: path.join(place.folder, 'chain'), openTrail: async () => signedTrail([recordsOf(fake), []]) },
  };
  chain = await loadEvidenceChain(sources, run, alert);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  place.remove();
  await fake.stop();
});

/** What CloudTrail would have recorded of the fake's calls. */
function recordsOf({ calls, bucket }: FakeS3): ShortRecord[] {
  return calls
    .filter(({ operation }) => operation === 'PutObject')
    .map(({ operation, key, number, headers }) => ({
      ...{ eventID: `event-${number}`, eventName: operation, role: 'Writer' },
      requestID: `REQUEST${String(number).padStart(8, '0')}`,
      requestParameters: { bucketName: 'lake-bucket', key },
      version: bucketVersion(bucket.bind(fake), key),
      bytes: Number(headers['content-length'] ?? 0),
    }));
}

function bucketVersion(bucket: FakeS3['bucket'], key: string): string | undefined {
  return bucket('lake-bucket').versions(key)[0]?.version_id;
}

const check = (document: EvidenceChain) => checkChain(document, chainMeans(path.join(place.folder, 'check')));

test('an alert of a lake in S3 is proven from its id to the signature of the digest', async () => {
  expect(schemaErrors('evidence-chain', [chain])).toEqual([]);
  const steps = await check(chain);
  expect(steps.filter(({ state }) => state !== 'confirmed')).toEqual([]);
  const links = new Set(steps.map(({ link }) => link));
  expect([...links].sort()).toEqual(['alert', 'digest', 'line', 'log', 'object', 'row', 'write']);
  expect(chain.logs).toHaveLength(1);
});

const base64 = (text: string) => Buffer.from(text).toString('base64');
const tampered = (content: string | null | undefined, change: (text: string) => string): string =>
  Buffer.from(change(Buffer.from(String(content), 'base64').toString('latin1')), 'latin1').toString('base64');

/** Gives the first object of a kind other content. */
function withContent(
  copy: EvidenceChain,
  kind: 'entry' | 'raw',
  content: (standing: string) => string,
): void {
  const object = copy.objects.find((item) => item.kind === kind);
  if (object !== undefined) object.content = content(String(object.content));
}

test.each<[string, string, (copy: EvidenceChain) => unknown]>([
  ['alert', 'a subject', (copy) => Object.assign(copy.alert.subject, { symbol: 'OTHER' })],
  ['alert', 'evidence that is left out', (copy) => copy.evidence.pop()],
  ['row', 'a time', (copy) => Object.assign(copy.events[0] ?? {}, { event_ts_ns: '1' })],
  [
    'row',
    'an event that the file does not hold',
    (copy) => Object.assign(copy.events[0] ?? {}, { event_id: 'x' }),
  ],
  ['line', 'a record', (copy) => Object.assign(copy.events[0] ?? {}, { text: 'another' })],
  ['line', 'an offset', (copy) => Object.assign(copy.events[0] ?? {}, { source_byte_offset: '0' })],
  [
    'object',
    'a delivery',
    (copy) => withContent(copy, 'raw', (standing) => tampered(standing, (text) => `${text} `)),
  ],
  [
    'object',
    'an entry',
    (copy) =>
      withContent(copy, 'entry', (standing) =>
        tampered(standing, (text) => text.replace('"bytes": ', '"bytes": 1')),
      ),
  ],
  ['object', 'a hash', (copy) => Object.assign(copy.objects.at(-1) ?? {}, { sha256: 'f'.repeat(64) })],
  ['write', 'another record', (copy) => Object.assign(copy.objects[0]?.write ?? {}, { log_record: 0 })],
  [
    'write',
    'a version in the entry',
    (copy) =>
      withContent(copy, 'entry', (standing) =>
        tampered(standing, (text) => text.replace(/"version_id": "/g, '"version_id": "x')),
      ),
  ],
  [
    'log',
    'one byte of a log',
    (copy) =>
      Object.assign(copy.logs[0] ?? {}, {
        content: tampered(copy.logs[0]?.content, (text) => `${text} `),
      }),
  ],
  ['digest', 'a signature', (copy) => Object.assign(copy.digests[0] ?? {}, { signature: '00'.repeat(256) })],
  [
    'digest',
    'the digest itself',
    (copy) =>
      Object.assign(copy.digests[0] ?? {}, {
        content: tampered(copy.digests[0]?.content, (text) => text.replace('21:00', '21:01')),
      }),
  ],
  ['digest', 'the key', (copy) => Object.assign(copy.digests[0] ?? {}, { public_key: base64('no key') })],
  [
    'digest',
    'the place of the digest',
    (copy) => Object.assign(copy.digests[0] ?? {}, { bucket: 'elsewhere' }),
  ],
])('%s breaks by a change of %s', async (link, _, change) => {
  const copy = structuredClone(chain);
  change(copy);
  const steps = await check(copy);
  expect(steps.filter(({ state }) => state === 'broken').map((step) => step.link)).toContain(link);
});

test('what is not in the document is said, and never taken for sound', async () => {
  const without = { ...structuredClone(chain), logs: [], digests: [], objects: [] };
  const states = new Set((await check(without)).slice(1).map(({ state }) => state));
  expect([...states]).toEqual(['missing']);
});

test('text of a broker or of the trail is never mark-up in the page', async () => {
  const hostile = '</code><script>alert(1)</script><img src=x onerror=alert(1)>\u202e"\'&';
  const copy = structuredClone(chain);
  Object.assign(copy.events[0] ?? {}, { text: hostile, event_id: hostile, source_line: hostile });
  Object.assign(copy.objects[0] ?? {}, { key: hostile });
  Object.assign(copy.logs[0] ?? {}, { key: hostile });
  copy.lake = hostile;
  copy.alert.pattern_id = hostile;
  const page = await renderPageHtml(chainPage(copy, await check(copy)));
  expect(page).not.toContain('<script');
  expect(page).not.toContain('<img');
  expect(page).not.toContain('\u202e');
  expect(page).toContain('&lt;script&gt;');
});

test('axe-core finds no barrier in the page of the chain, whole or broken', async () => {
  expect(await findBarriers(await renderPageHtml(chainPage(chain, await check(chain))))).toEqual([]);
  const broken = structuredClone(chain);
  Object.assign(broken.logs[0] ?? {}, { key: 'another' });
  expect(await findBarriers(await renderPageHtml(chainPage(broken, await check(broken))))).toEqual([]);
});

test('the command line checks the document without the lake, and prints what does not hold', async () => {
  const elsewhere = temporaryFolder();
  const check_ = cliIn(elsewhere.folder);
  writeFileSync(path.join(elsewhere.folder, 'chain.json'), JSON.stringify(chain));
  const sound = await check_('audit', 'chain', '--check', 'chain.json');
  expect(sound.exit).toBe('clear');
  expect(sound.stderr).toMatch(/^every one of \d+ links holds\n$/);
  const copy = { ...chain, digests: [] };
  writeFileSync(path.join(elsewhere.folder, 'cut.json'), JSON.stringify(copy));
  const cut = await check_('audit', 'chain', '--check', 'cut.json', '--out', 'page/cut');
  expect(cut.exit).toBe('findings');
  expect(cut.stdout).toContain('missing  log  AWSLogs/log-0.json.gz: digest AWSLogs/111122223333/');
  const no = await check_('audit', 'chain', '--check', 'page/cut.html');
  expect(no).toMatchObject({ exit: 'invalid_spec', stdout: '' });
  expect(no.stderr).toContain(
    'is no evidence chain (it is no JSON), expected the JSON that tapewarden audit chain --out writes [chain-invalid]',
  );
  expect((await check_('audit', 'chain')).stderr).toContain(
    'expected either an alert or --check with a document [chain-unclear]',
  );
  elsewhere.remove();
});

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { packageRoot } from '../../../src/domain/package-root.js';
import { combineEvents } from '../../../src/security/access/combine-events.js';
import { readTrailLog } from '../../../src/security/access/read-trail-log.js';
import type { TrailEvent } from '../../../src/security/access/trail-event.js';
import { verifiedLog } from './support/access-input.js';
import { ACCOUNT, KMS_KEY, roleArn, type ShortRecord } from './support/trail-record.js';

const examples = path.resolve(packageRoot(), '../shared/real/cloudtrail-samples/examples');

function events(records: readonly ShortRecord[]): TrailEvent[] {
  const { events: read, unread } = readTrailLog(verifiedLog('log', records));
  expect(unread).toEqual([]);
  return read;
}

function rawLog(text: string) {
  return readTrailLog({ ...verifiedLog('log', []), bytes: Buffer.from(text) });
}

test('a data event becomes one flat row', () => {
  const [event] = events([{ eventID: 'e1', eventName: 'PutObject', key: 'raw/a', version: 'v1', bytes: 7 }]);
  expect(event).toMatchObject({
    ...{ event_id: 'e1', version_major: 1, version_minor: 11, event_time: '2026-11-20T12:00:00Z' },
    ...{ principal: roleArn('Writer'), by_service: false, object_action: 'write', error_code: null },
    ...{ bucket: 'lake-bucket', object_key: 'lake/raw/a', version_id: 'v1', bytes_in: 7, kms_key: KMS_KEY },
    ...{ vpc_endpoint_id: 'vpce-lake', tls_version: 'TLSv1.3', recipient_account: ACCOUNT, log_record: 0 },
  });
});

test('minor versions are numbers: 1.10 comes after 1.9, and a major of 2 is not read', () => {
  const minors = events(
    ['1.0', '1.09', '1.9', '1.10', '1.11'].map((eventVersion) => ({ eventVersion, eventID: eventVersion })),
  );
  expect(minors.map(({ version_minor }) => version_minor)).toEqual([0, 9, 9, 10, 11]);
  const { unread } = readTrailLog(verifiedLog('log', [{ eventID: 'e1', eventVersion: '2.0' }]));
  expect(unread).toEqual([
    { log_key: 'log', record: 0, reason: 'eventVersion is "2.0", expected 1.0 or higher, below 2' },
  ]);
});

test('what lacks what every record has is told with its place, and its neighbours are read', () => {
  const { events: read, unread } = readTrailLog(
    verifiedLog('log', [
      { eventID: 'e1' },
      { eventID: null },
      { eventID: 'e3', eventTime: 'yesterday' },
      { eventID: 'e4', eventName: null, eventSource: null },
    ]),
  );
  expect(read.map(({ event_id }) => event_id)).toEqual(['e1']);
  expect(unread.map(({ record, reason }) => [record, reason])).toEqual([
    [1, 'it has no eventID'],
    [2, 'eventTime is "yesterday", expected yyyy-MM-ddTHH:mm:ssZ'],
    [3, 'it has no eventSource or no eventName'],
  ]);
});

test('a log without records is sound, one that is no JSON or no UTF-8 is told', () => {
  expect(rawLog('{"Records":[]}')).toEqual({ events: [], unread: [] });
  expect(rawLog('{"records":[]}').unread).toEqual([
    { log_key: 'log', record: null, reason: 'it holds no list of Records' },
  ]);
  expect(rawLog('{"Records":[').unread[0]?.reason).toBe('it is no JSON (SyntaxError)');
  expect(readTrailLog({ ...verifiedLog('log', []), bytes: Uint8Array.of(0xff) }).unread[0]?.reason).toContain(
    'it is no UTF-8',
  );
  for (const text of ['null', '[]', '7', '{"Records":[null,7,"x",[]]}']) {
    const { events: none, unread } = rawLog(text);
    expect(none).toEqual([]);
    expect(unread.length).toBeGreaterThan(0);
  }
});

test('an UPDATED_DATA addendum completes its original, under its id and where that was recorded', () => {
  const addendum = { reason: 'UPDATED_DATA', originalEventID: 'e1' };
  const read = events([
    { eventID: 'e2', eventName: 'PutObject', key: 'raw/a', version: 'v1', addendum },
    { eventID: 'e1', eventName: 'PutObject', key: 'raw/a' },
  ]);
  const {
    events: [event, ...rest],
    updates,
  } = combineEvents(read);
  expect(rest).toEqual([]);
  expect(updates).toBe(1);
  expect(event).toMatchObject({ event_id: 'e1', version_id: 'v1', log_record: 1 });
});

test('an addendum whose original is not at hand stands for itself', () => {
  const addendum = { reason: 'UPDATED_DATA', originalEventID: 'elsewhere' };
  const { events: combined, updates } = combineEvents(events([{ eventID: 'e2', key: 'raw/a', addendum }]));
  expect(combined.map(({ event_id }) => event_id)).toEqual(['e2']);
  expect(updates).toBe(0);
});

test.skipIf(!existsSync(examples))('real examples of every version from 1.0 to 1.11 are read', () => {
  const versions = new Set<number>();
  for (const name of readdirSync(examples)) {
    const { events: read, unread } = readTrailLog({
      ...verifiedLog(name, []),
      bytes: readFileSync(path.join(examples, name)),
    });
    // bad1_01.json lacks what no rule asks for, so that it is read as well.
    expect(unread).toEqual([]);
    for (const { version_minor } of read) versions.add(version_minor);
  }
  expect([...versions].sort((left, right) => left - right)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
});

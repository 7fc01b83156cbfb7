import { expect, test } from 'vitest';
import { loadAccessRules } from '../../../src/security/access/load-access-rules.js';
import type { VerifiedLog } from '../../../src/security/access/verified-log.js';
import { expectedWrite, reconcile, verifiedLog } from './support/access-input.js';

const { rules } = await loadAccessRules();

/** A log as it stands in text, so that it may hold what no JavaScript value does. */
function textLog(name: string, text: string): VerifiedLog {
  return { ...verifiedLog(name, []), bytes: Buffer.from(text) };
}

const HOSTILE = [
  'NUL \u0000 inside',
  'half a pair \ud800 of surrogates',
  `'); DROP TABLE events; --`,
  '"quoted" and \\u0000 escaped and \\',
  '\u202e right to left \u001b[31m red',
  '{policy} {subject} {principal} $1',
  '__proto__',
  'x'.repeat(100_000),
];

test.each(HOSTILE.map((text) => [JSON.stringify(text.slice(0, 40)), text] as const))(
  'a record whose every text is %s is judged like any other',
  async (_, text) => {
    const { findings, records } = await reconcile({
      logs: [
        verifiedLog('log', [
          {
            ...{
              eventID: `e ${text}`,
              eventName: 'PutObject',
              key: text,
              role: text,
              version: text,
              kms: text,
            },
            ...{ requestID: text, vpcEndpointId: text, tls: text, signature: text, sourceIPAddress: text },
            parameters: { [text]: { [text]: [text] }, 'x-amz-copy-source': `%${text}` },
          },
          {
            eventID: `f ${text}`,
            eventSource: 'kms.amazonaws.com',
            eventName: 'DisableKey',
            requestParameters: { keyId: 'lake-key', [text]: text },
          },
          { eventID: 'sound', key: 'data/a' },
        ]),
      ],
      lake: { writes: [expectedWrite({ key: `named ${text}`, certain: false })], removals: [] },
      rules,
    });
    expect(records).toMatchObject({ read: 3, unread: 0, events: 3 });
    const found = findings.map(({ rule_id }) => rule_id);
    expect(found).toEqual([
      'key-endangered',
      'outside-endpoint',
      'weak-tls',
      'write-by-stranger',
      'write-key-differs',
      'write-unrecorded',
    ]);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
    for (const { sentence } of findings) expect(sentence).not.toMatch(/[\u0000-\u001f\u202e]/);
  },
);

test('records of wrong types, deep nesting and doubled members stop nothing', async () => {
  const deep = `${'{"a":'.repeat(3000)}1${'}'.repeat(3000)}`;
  const base = '"eventVersion":"1.11","eventTime":"2026-11-20T12:00:00Z","eventSource":"s3.amazonaws.com"';
  const text = `{"Records":[
    {${base},"eventName":"GetObject","eventID":"e1","requestParameters":7,"userIdentity":[],"tlsDetails":"x","resources":{}},
    {${base},"eventName":"PutBucketLifecycle","eventID":"e2","requestParameters":{"bucketName":"trail-bucket","LifecycleConfiguration":${deep}}},
    {${base},"eventName":"PutBucketLifecycle","eventID":"e3","requestParameters":{"bucketName":"trail-bucket","LifecycleConfiguration":{"Rule":[1,null,{"Status":"Enabled","Expiration":{"Days":"1e400"}}]}}},
    {${base},"eventName":"GetObject","eventName":"PutObject","eventID":"e4","requestParameters":{"bucketName":["a"],"key":{}},"additionalEventData":{"bytesTransferredIn":1e308}}
  ]}`;
  const { records, findings } = await reconcile({ logs: [textLog('log', text)], rules });
  expect(records).toMatchObject({ read: 4, unread: 0, events: 4 });
  expect(findings).toEqual([]);
});

import { expect, test } from 'vitest';
import { type Denial, FAKE_ENDPOINT } from '../../fakes/s3/fake-bucket-settings.js';
import { type Change, check, failing } from './judged-bucket.js';

const ANOTHER = 'vpce-0aaaaaaaaaaaaaaaa';

/** The sound policy where two endpoints are let in, with one of its denials for the first of them alone, or for both. */
const twoEndpoints =
  (narrowed?: string): Change =>
  (statements) =>
    statements.map((one) => {
      if (one.Sid === 'EndpointOnly')
        return withCondition(one, 'StringNotEqualsIfExists', [FAKE_ENDPOINT, ANOTHER]);
      return one.Sid === narrowed ? withCondition(one, 'StringEquals', [FAKE_ENDPOINT]) : one;
    });

function withCondition(denial: Denial, operator: string, endpoints: string[]): Denial {
  const before = denial.Condition[operator] as object | undefined;
  return {
    ...denial,
    Condition: { ...denial.Condition, [operator]: { ...before, 'aws:SourceVpce': endpoints } },
  };
}

test('a policy that lets two endpoints in and denies by both what it should is sound', async () => {
  expect(failing(await check(twoEndpoints()))).toEqual([]);
});

test.each([
  ['TlsOnly', ['s3-tls-only']],
  ['CurrentTls', ['s3-current-tls']],
])('%s that holds for one of two endpoints is a hole', async (sid, expected) => {
  expect(failing(await check(twoEndpoints(sid)))).toEqual(expected.map((id) => `${id} fail`));
});

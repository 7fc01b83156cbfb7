import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { ExpectedWrite, RecordedRemoval } from '../../../src/security/access/expected-writes.js';
import { ACCESS_RULES, loadAccessRules } from '../../../src/security/access/load-access-rules.js';
import { expectedWrite, reconcile, verifiedLog } from './support/access-input.js';
import type { ShortRecord } from './support/trail-record.js';

type RuleCase = {
  says: string;
  events: ShortRecord[];
  writes?: (Partial<ExpectedWrite> & { key: string })[];
  removals?: RecordedRemoval[];
  finds: string[];
};

const { rules, problems } = await loadAccessRules();

test('every access rule loads', () => {
  expect(problems).toEqual([]);
  expect(rules.length).toBeGreaterThan(30);
});

describe.each(rules.map(({ spec }) => spec.id))('%s', (id) => {
  const cases = parse(readFileSync(path.join(ACCESS_RULES, id, 'cases.yaml'), 'utf8')) as RuleCase[];
  const rule = rules.filter(({ spec }) => spec.id === id);

  test('its cases stand on both sides', () => {
    expect(new Set(cases.map(({ finds }) => finds.length > 0)).size).toBe(2);
  });

  test.each(cases.map((ruleCase) => [ruleCase.says, ruleCase] as const))('%s', async (_, ruleCase) => {
    const { findings } = await reconcile({
      logs: [verifiedLog('log', ruleCase.events)],
      lake: { writes: (ruleCase.writes ?? []).map(expectedWrite), removals: ruleCase.removals ?? [] },
      rules: rule,
    });
    expect(findings.map(({ event, subject }) => event?.event_id ?? subject)).toEqual(ruleCase.finds);
    for (const { sentence } of findings) expect(sentence).not.toMatch(/[{}]|undefined/);
  });
});

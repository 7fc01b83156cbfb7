import path from 'node:path';
import { expect, test } from 'vitest';
import { packageRoot } from '../../src/domain/package-root.js';
import { bindPattern } from '../../src/surveillance/bind-pattern.js';
import { CASE_DATE, loadCaseDay } from '../../src/surveillance/cases/case-day.js';
import { loadPatternCatalogue } from '../../src/surveillance/load-pattern-catalogue.js';
import { resolveSettings } from '../../src/surveillance/resolve-settings.js';
import { withLinked } from '../lake/linkage/support/link-truth.js';
import { firmFaults } from '../lake/linkage/support/make-firm-faults.js';
import { makeLifeCycles } from '../lake/linkage/support/make-life-cycles.js';
import { exchangeFaults, interfirmFaults } from '../lake/linkage/support/make-route-faults.js';

/** What the pattern's README says it judges otherwise: earlier days, dates of routes, refused fills, routes to oneself. */
const otherwise = new Set([
  'an order of an earlier session is known',
  'the receipt is of the next day',
  'two trades have one key',
  'a firm routes to itself',
]);

test('the pattern finds unlinked exactly what linkage gives codes of orders, routes and prints', async () => {
  const truth = makeLifeCycles(11, 30);
  for (const imid of ['FRM0', 'FRM1', 'FRM2', 'FRM3', 'FRM4', 'NYSE']) truth.enter({ imid });
  const faults = Object.entries({ ...firmFaults, ...interfirmFaults, ...exchangeFaults });
  for (const [name, fault] of faults) if (!otherwise.has(name)) fault(truth);

  const { patterns } = await loadPatternCatalogue(path.join(packageRoot(), 'patterns'));
  const pattern = patterns.find(({ spec }) => spec.id === 'linkage-completeness');
  if (pattern === undefined) throw new Error('the pattern is not loaded');
  const given = { max_unlinked_share: '0', min_unlinked: '1', max_evidence: '100000' };
  const settings = resolveSettings(pattern.spec.settings, given, { file: 'settings.yaml' });
  if (Array.isArray(settings)) throw new Error(JSON.stringify(settings));
  const sql = bindPattern(pattern, settings, await loadCaseDay(CASE_DATE));

  await withLinked(truth, async (session) => {
    await session.run('CREATE TABLE instruments (symbol VARCHAR, is_test_issue BOOLEAN)');
    await session.run(`CREATE TABLE alerts AS ${sql.alerts_sql}`);
    const found = await session.rows(
      `SELECT a.link_kind, e.event_id FROM (${sql.evidence_sql}) e JOIN alerts a ON a.episode_id = e.episode_id ORDER BY a.link_kind, e.event_id`,
    );
    const told = await session.rows(
      `SELECT CASE category WHEN 'intrafirm' THEN 'order' WHEN 'trade' THEN 'trade' ELSE 'route' END AS link_kind, event_id
      FROM linkage_errors WHERE category IN ('intrafirm', 'trade', 'interfirm', 'exchange') ORDER BY link_kind, event_id`,
    );
    expect(told.length).toBeGreaterThan(40);
    expect(found).toEqual(told);
  });
});

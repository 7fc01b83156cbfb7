import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { capacityOf } from '../../scripts/scale/capacity.js';
import { scaleInputs } from '../../scripts/scale/measured-figures.js';
import { scalePage } from '../../scripts/scale/scale-page.js';

const inputs = scaleInputs();

test('docs/scale.md is what the script makes of the recorded figures', () => {
  expect(readFileSync('docs/scale.md', 'utf8'), 'run npm run scale').toBe(scalePage(inputs));
});

test('each figure says by which command, when and where it was measured', () => {
  for (const { bench, command, date, machine } of [
    inputs.canonicalize,
    inputs.verify,
    inputs.patterns,
    inputs.s3,
    inputs.day,
  ]) {
    expect(command, bench).toMatch(/^npx tsx bench\/[a-z0-9-]+\.ts .*--record/);
    expect(date, bench).toMatch(/^\d{4}-\d\d-\d\d$/);
    expect(machine.cores, bench).toBeGreaterThan(0);
  }
});

test('npm run scale:measure gives every command whose figures the page shows, and then writes it', () => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
  const given = (scripts['scale:measure'] ?? '').split(' && ');
  const { prices: _, ...benches } = inputs;
  const shown = Object.values(benches).map(({ command }) => command.trim().replace(/^npx /, ''));
  expect(given.slice(0, -1).sort()).toEqual(shown.sort());
  expect(given.at(-1)).toBe('npm run scale');
});

test('a day of the machine that lost a file, did one twice or spent too much on transitions is told so', () => {
  expect(scalePage(inputs)).toContain('| exactly once | yes: 50,000 committed once, 0 twice, 0 missing |');
  const { figures } = inputs.day;
  for (const day of [
    { ...figures.day, once: 49_999, missing: 1 },
    { ...figures.day, twice: 1 },
  ])
    expect(scalePage({ ...inputs, day: { ...inputs.day, figures: { ...figures, day } } })).toContain(
      '| exactly once | **no**',
    );
  const dear = { ...inputs.day, figures: { ...figures, day: { ...figures.day, overhead: 0.0301 } } };
  expect(scalePage({ ...inputs, day: dear })).toContain('at most 3 % (**missed**)');
});

test('core-seconds and dollars follow from throughput and price, reckoned here apart', () => {
  const halved = structuredClone(inputs);
  halved.canonicalize.figures = { ...halved.canonicalize.figures, records: 1_000_000, cpu_seconds: 4 };
  halved.prices.prices.lambda_gb_second.usd = 0.00001;
  halved.prices.prices.lambda_disk_gb_second.usd = 0;
  halved.prices.prices.lambda_request.usd = 0;
  const { core_seconds, lambda_usd, files } = capacityOf(250_000_000_000, halved);
  expect({ core_seconds, files }).toEqual({ core_seconds: 1_000_000, files: 50_000 });
  // 1,000,000 core-seconds × 1,769 / 1,024 GB × $0.00001.
  expect(lambda_usd).toBeCloseTo(17.275390625, 9);
});

test('where the bar is missed, the page says so', () => {
  const slow = structuredClone(inputs);
  slow.canonicalize.figures.cpu_seconds *= 10;
  expect(scalePage(slow)).toMatch(/\$\d+\.\d\d \(\*\*missed\*\*\) on Lambda/);
});

test('a price that could not be looked up is marked', () => {
  expect(scalePage(inputs)).toContain('| remembered |');
  for (const price of Object.values(inputs.prices.prices))
    expect(price.source).toMatch(/^aws\.amazon\.com\//);
});

import type { Result, RunOptions } from 'axe-core';
import axe from 'axe-core';
import { JSDOM } from 'jsdom';

/**
 * Rules that need what jsdom has not: colours and boxes as they are painted. `palette.test.ts` judges our colours;
 * Chromium judges all of them where it is present (`accessibility.test.ts`).
 */
const needsLayout = ['color-contrast', 'scrollable-region-focusable', 'target-size', 'css-orientation-lock'];

/** What axe-core runs: its rules of WCAG 2.2 A and AA and its best practices, and two on tables that it keeps for experiments. */
export const axeOptions: RunOptions = {
  resultTypes: ['violations', 'incomplete'],
  preload: false,
  rules: { 'td-has-header': { enabled: true }, 'table-fake-caption': { enabled: true } },
};

const withoutLayout: RunOptions = {
  ...axeOptions,
  rules: {
    ...axeOptions.rules,
    ...Object.fromEntries(needsLayout.map((rule) => [rule, { enabled: false }])),
  },
};

/** What keeps a page from readers, by axe-core in jsdom, as `rule: element`; what it could not judge counts as well. */
export async function findBarriers(html: string): Promise<string[]> {
  const { window } = new JSDOM(html, { runScripts: 'outside-only' });
  // Two rules ask what lies over the page; without layout, nothing does.
  window.document.elementFromPoint = () => null;
  window.eval(axe.source);
  const { axe: inPage } = window as unknown as { axe: typeof axe };
  const { violations, incomplete } = await inPage.run(window.document as never, withoutLayout);
  window.close();
  return barriersOf([...violations, ...incomplete]);
}

/** The rules and elements of results of axe-core, as `rule: element`; at most three elements of a rule. */
export function barriersOf(results: readonly Pick<Result, 'id' | 'nodes'>[]): string[] {
  return results.flatMap(({ id, nodes }) =>
    nodes.slice(0, 3).map(({ html }) => `${id}: ${html.slice(0, 120)}`),
  );
}

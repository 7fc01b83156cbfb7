import { expect, test } from 'vitest';
import { htmlSource } from '../../src/report/html.js';
import { palette, seriesColours, sideColours } from '../../src/report/palette.js';
import { reportStyle } from '../../src/report/report-style.js';

/** Relative luminance as WCAG 2.2 defines it. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(left: string, right: string): number {
  const [dark = 0, light = 0] = [luminance(left), luminance(right)].sort((one, other) => one - other);
  return (light + 0.05) / (dark + 0.05);
}

test('the contrast of black with white is 21 and that of a colour with itself 1', () => {
  expect([contrast('#000000', '#ffffff'), contrast('#173a5e', '#173a5e')]).toEqual([21, 1]);
});

test.each([palette.ink, palette.soft])('text of charts in %s has a contrast of 4.5 or more', (colour) => {
  expect(contrast(colour, palette.paper)).toBeGreaterThanOrEqual(4.5);
});

test.each([...seriesColours, ...Object.values(sideColours)])(
  'marks of charts in %s have a contrast of 3 or more',
  (colour) => {
    expect(contrast(colour, palette.paper)).toBeGreaterThanOrEqual(3);
  },
);

const named = [...htmlSource(reportStyle).matchAll(/--([a-z]+): (#[0-9a-f]{6})/g)];
const colours = new Map(named.map(([, name = '', colour = '']) => [name, colour]));

test('the style sheet writes in no colour but those that it names', () => {
  const written = [...htmlSource(reportStyle).matchAll(/[{; ]color: ([^;}]+)/g)].map(([, colour]) => colour);
  expect(written.length).toBeGreaterThan(3);
  expect(written.filter((colour) => !/^var\(--(ink|state|soft)\)$/.test(colour ?? ''))).toEqual([]);
});

test.each(['ink', 'soft', 'complete', 'findings', 'incomplete', 'failed'])(
  'text in the colour %s has a contrast of 4.5 or more on paper and in a notice',
  (name) => {
    for (const ground of [palette.paper, colours.get('wash') ?? '']) {
      expect(contrast(colours.get(name) ?? '', ground)).toBeGreaterThanOrEqual(4.5);
    }
  },
);

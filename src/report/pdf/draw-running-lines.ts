import { palette } from '../palette.js';
import { breakLines, type Line } from './break-lines.js';
import { sheetSize, styles } from './look.js';
import { runsOf } from './runs-of.js';
import type { Sheet } from './sheet.js';

const headY = 32;
const footY = 757;

/** On every page its number and what it is a page of; from the second on the title, and the section that goes on there. */
export function drawRunningLines(sheet: Sheet, { title, id }: { title: string; id: string }): void {
  const { doc, letters, tags, sections } = sheet;
  const { left, right } = sheetSize;
  const line = (text: string): Line[] =>
    breakLines(runsOf(text, { letters, style: styles.running }), {
      letters,
      width: (right - left) / 2,
    }).slice(0, 1);
  const both = (y: number, [first, second]: readonly [string, string]): void => {
    sheet.put(line(first), { x: left, y });
    sheet.put(line(second), { x: left, y, right });
  };
  for (const [at, section] of sections.entries()) {
    doc.switchToPage(at);
    tags.decorate(() => {
      if (at > 0) {
        both(headY, [title, section]);
        doc
          .lineWidth(0.5)
          .moveTo(left, headY + 14)
          .lineTo(right, headY + 14)
          .stroke(palette.line);
      }
      both(footY, [id, `Page ${at + 1} of ${sections.length}`]);
    }, 'Pagination');
  }
}

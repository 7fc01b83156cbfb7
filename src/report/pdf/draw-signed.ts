import { palette } from '../palette.js';
import { breakLines } from './break-lines.js';
import { styles } from './look.js';
import { runsOf } from './runs-of.js';
import type { Sheet } from './sheet.js';

/** Room to write by hand above a line. */
const handHeight = 44;
const gap = 22;

/** Lines to write on, beside each other, with what belongs on them below; the last is half as long. */
export function drawSigned(sheet: Sheet, labels: readonly string[]): void {
  if (labels.length === 0) return;
  const { letters, tags } = sheet;
  sheet.need(handHeight + 24);
  const unit = (sheet.width - gap * (labels.length - 1)) / (2 * labels.length - 1);
  const y = sheet.y + handHeight;
  for (const [at, label] of labels.entries()) {
    const x = sheet.left + at * (2 * unit + gap);
    const width = at === labels.length - 1 ? unit : 2 * unit;
    tags.decorate(() => {
      sheet.doc
        .lineWidth(0.75)
        .moveTo(x, y)
        .lineTo(x + width, y)
        .stroke(palette.ink);
    });
    const lines = breakLines(runsOf(label, { letters, style: styles.caption }), { letters, width });
    tags.draw(tags.add(tags.root, 'P'), { type: 'P', draw: () => sheet.put(lines, { x, y: y + 3 }) });
  }
  sheet.y = y + 24;
}

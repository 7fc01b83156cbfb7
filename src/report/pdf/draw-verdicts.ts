import { stateSigns } from '../mark.js';
import type { VerdictCard } from '../page.js';
import { palette } from '../palette.js';
import { breakLines, type Line } from './break-lines.js';
import { stateColours, styles, type TextStyle } from './look.js';
import { runsOf } from './runs-of.js';
import { heightOf, type Sheet } from './sheet.js';
import type { Tag } from './tags.js';

const across = 4;
const gap = 9;
const padding = 8;

/** Judgements as cards, four beside each other, each with a bar in the colour of its state above. */
export function drawVerdicts(sheet: Sheet, verdicts: readonly VerdictCard[], parent: Tag): void {
  const width = (sheet.width - gap * (across - 1)) / across;
  const list = sheet.tags.add(parent, 'L');
  sheet.space(6);
  for (let first = 0; first < verdicts.length; first += across) {
    const cards = verdicts.slice(first, first + across).map((card) => ({
      card,
      lines: cardLines(sheet, card, width - 2 * padding),
    }));
    const height = Math.max(...cards.map(({ lines }) => heightOf(lines))) + 2 * padding;
    sheet.need(height);
    for (const [at, { card, lines }] of cards.entries()) {
      const x = sheet.left + at * (width + gap);
      drawCard(sheet, { card, lines, list, box: { x, width, height } });
    }
    sheet.y += height + gap;
  }
  list.end();
  sheet.y += 3;
}

interface DrawnCard {
  readonly card: VerdictCard;
  readonly lines: readonly Line[];
  readonly list: Tag;
  readonly box: { readonly x: number; readonly width: number; readonly height: number };
}

function drawCard(sheet: Sheet, { card, lines, list, box }: DrawnCard): void {
  const { doc, tags, y } = sheet;
  tags.decorate(() => {
    doc.lineWidth(0.5).rect(box.x, y, box.width, box.height).stroke(palette.line);
    doc.rect(box.x, y, box.width, 2.5).fill(stateColours[card.state]);
  });
  const element = tags.add(tags.add(list, 'LI'), 'LBody');
  tags.draw(element, {
    type: 'LBody',
    draw: () => sheet.put(lines, { x: box.x + padding, y: y + padding }),
  });
}

function cardLines(
  { letters }: Sheet,
  { title, state, headline, sentence }: VerdictCard,
  width: number,
): Line[] {
  const judgement: TextStyle = { face: 'bold', size: 11, colour: stateColours[state] };
  const text = (words: string, style: TextStyle): Line[] =>
    breakLines(runsOf(words, { letters, style }), { letters, width });
  return [
    ...text(title, styles.area),
    ...text(`${stateSigns[state]} ${headline}`, judgement),
    ...text(sentence, styles.card),
  ];
}

import type { FeedSpec } from '../domain/generated/feed-spec.js';

/** How a feed writes numbers; undefined for a decimal point and no marks between thousands. */
export type NumberStyle = FeedSpec['format']['numbers'];

const DECIMAL = /^([-+]?)0*([0-9]*)(?:[.]([0-9]*?)0*)?$/;
/** Longest text that is read as a number; the database's own decimals have 38 digits. */
const LONGEST = 64;

/**
 * A decimal in its one form: no plus sign, no leading or trailing zeros, a point for the decimal mark.
 *
 * Null for text that is no decimal in the style, or longer than 64 characters; thousands marks must stand before groups of
 * three digits.
 */
export function plainDecimal(text: string, style?: NumberStyle): string | null {
  if (text.length > LONGEST || !/[0-9]/.test(text)) return null;
  const parts = DECIMAL.exec(withPoint(text, style));
  if (parts === null) return null;
  const [, sign, whole, fraction] = parts;
  const plain = `${whole === '' ? '0' : whole}${(fraction ?? '') === '' ? '' : `.${fraction}`}`;
  return sign === '-' && plain !== '0' ? `-${plain}` : plain;
}

/** The text with the style's marks made those of a plain decimal; text that does not follow the style becomes "x". */
function withPoint(text: string, style: NumberStyle): string {
  if (style === undefined) return text;
  const { decimal = '.' } = style;
  const [whole = '', fraction, ...more] = text.split(decimal);
  const digits = withoutThousands(whole, style.thousands);
  const pointed = decimal !== '.' && `${digits}${fraction ?? ''}`.includes('.');
  if (more.length > 0 || pointed) return 'x';
  return fraction === undefined ? digits : `${digits}.${fraction}`;
}

function withoutThousands(whole: string, mark: string | undefined): string {
  if (mark === undefined || !whole.includes(mark)) return whole;
  const [first = '', ...groups] = whole.split(mark);
  const sound = /^[-+]?[0-9]{1,3}$/.test(first) && groups.every((group) => /^[0-9]{3}$/.test(group));
  return sound ? `${first}${groups.join('')}` : 'x';
}

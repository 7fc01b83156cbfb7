const tenThousandths = 10_000;

/** Decimal text of a price in ten-thousandths of a dollar, at least two decimals: 1234500 is `123.45`. */
export function priceText(price: number): string {
  const fraction = price % tenThousandths;
  const text = `${(price - fraction) / tenThousandths}.${String(fraction).padStart(4, '0')}`;
  return text.endsWith('00') ? text.slice(0, -2) : text;
}

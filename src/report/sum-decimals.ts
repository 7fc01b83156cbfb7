/** The exact sum of plain decimals of at least zero, without needless zeros; `0` of none. */
export function sumDecimals(decimals: readonly string[]): string {
  const places = Math.max(0, ...decimals.map((decimal) => (decimal.split('.')[1] ?? '').length));
  const sum = decimals.reduce((total, decimal) => {
    const [whole = '0', fraction = ''] = decimal.split('.');
    return total + BigInt(whole + fraction.padEnd(places, '0'));
  }, 0n);
  if (places === 0) return String(sum);
  const digits = String(sum).padStart(places + 1, '0');
  return `${digits.slice(0, -places)}.${digits.slice(-places)}`.replace(/\.?0+$/, '');
}

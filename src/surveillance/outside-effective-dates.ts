import type { PatternSpec } from '../domain/generated/pattern.js';

/** Why a pattern's rule does not apply on a trade date (`yyyy-MM-dd`), in words; null where it does. Both ends are in force. */
export function outsideEffectiveDates(
  { cites, effective = {} }: Pick<PatternSpec, 'cites' | 'effective'>,
  trade_date: string,
): string | null {
  const { from, to } = effective;
  const rule = cites.join(', ');
  if (from !== undefined && trade_date < from)
    return `${rule} is not in force on ${trade_date}, only from ${from}`;
  if (to !== undefined && trade_date > to)
    return `${rule} is not in force on ${trade_date}, only until ${to}`;
  return null;
}

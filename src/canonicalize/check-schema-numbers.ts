import type { PlacedYaml } from '../domain/placed-yaml.js';
import { type FeedProblem, feedProblem } from './feed-problem.js';
import { canonicalNumber, parseNumber } from './validation/exact-number.js';
import type { PlacedSchema } from './validation/placed-schemas.js';

const LIMITS = ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'] as const;
/** Digits of the largest divisor: remainders by it stay within 128 bits. */
const DIVISOR_DIGITS = 18;

/** Numbers of a schema that a JSON reader does not keep as they are written, and divisors that are none. */
export function checkSchemaNumbers({ schema, keys }: PlacedSchema, yaml: PlacedYaml): FeedProblem[] {
  const numbers = [
    ...LIMITS.map((keyword) => ({ value: schema[keyword], at: [...keys, keyword] })),
    ...(schema.enum ?? []).map((value, index) => ({ value, at: [...keys, 'enum', String(index)] })),
    { value: schema.const, at: [...keys, 'const'] },
  ];
  const inexact = numbers
    .filter(({ value }) => typeof value === 'number')
    .flatMap(({ value, at }) => {
      const written = yaml.textOf(at) ?? String(value);
      if (isKept(written, value as number)) return [];
      return [feedProblem('feed-number-inexact', yaml.placeOf(at), { written, kept: String(value) })];
    });
  return [...inexact, ...checkDivisor(schema.multipleOf, yaml.placeOf([...keys, 'multipleOf']))];
}

function isKept(written: string, value: number): boolean {
  const [one, other] = [parseNumber(written), parseNumber(String(value))];
  return one !== null && other !== null && canonicalNumber(one) === canonicalNumber(other);
}

function checkDivisor(
  divisor: number | string | undefined,
  at: ReturnType<PlacedYaml['placeOf']>,
): FeedProblem[] {
  if (divisor === undefined) return [];
  const number = parseNumber(String(divisor));
  if (number !== null && !number.negative && number.digits !== '' && number.digits.length <= DIVISOR_DIGITS)
    return [];
  return [feedProblem('feed-divisor', at, { divisor: String(divisor), digits: DIVISOR_DIGITS })];
}

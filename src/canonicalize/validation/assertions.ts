import { compareNumbers, type ExactNumber, isMultipleOf, isWhole, parseNumber } from './exact-number.js';
import { type FormatName, RECORD_FORMATS } from './formats/record-formats.js';
import { re2Expression } from './re2-expression.js';
import { type FieldType, typesOf } from './record-schema.js';

/** Whether a value satisfies a keyword; `number` is what numeric keywords see of it, null where they do not apply. */
export type Assertion = (value: unknown, number: ExactNumber | null) => boolean;

/** Keywords that say something of a single value, each with the test of a value; the meaning in JavaScript of what SQL checks. */
export const ASSERTIONS: Readonly<Record<string, (wanted: never) => Assertion>> = {
  type: (wanted: FieldType | [FieldType, ...FieldType[]]) => {
    const types = typesOf({ type: wanted });
    return (value) => types.some((type) => isOfType(value, type));
  },
  minimum: onNumber((number, limit) => compareNumbers(number, limit) >= 0),
  maximum: onNumber((number, limit) => compareNumbers(number, limit) <= 0),
  exclusiveMinimum: onNumber((number, limit) => compareNumbers(number, limit) > 0),
  exclusiveMaximum: onNumber((number, limit) => compareNumbers(number, limit) < 0),
  multipleOf: onNumber(isMultipleOf),
  minLength: (wanted: number) => onText((text) => codePoints(text) >= wanted),
  maxLength: (wanted: number) => onText((text) => codePoints(text) <= wanted),
  pattern: (wanted: string) => {
    const expression = re2Expression(wanted);
    return onText((text) => expression.test(text));
  },
  format: (wanted: FormatName) => {
    const { shape, check } = RECORD_FORMATS[wanted];
    const expression = new RegExp(shape, 'u');
    return onText((text) => expression.test(text) && (check?.holds(text) ?? true));
  },
  enum: (wanted: readonly unknown[]) => {
    const tests = wanted.map(equals);
    return (value, number) => tests.some((test) => test(value, number));
  },
  const: equals,
};

/** The test of one keyword with its value. */
export function assertion(keyword: string, wanted: unknown): Assertion {
  const make = ASSERTIONS[keyword] as (value: unknown) => Assertion;
  return make(wanted);
}

/** The exact number of a limit, which the schema writes as a number or, with many digits, as text. */
export function limitOf(limit: number | string): ExactNumber {
  const number = parseNumber(String(limit));
  if (number === null) throw new RangeError(`${String(limit)} is no number`);
  return number;
}

function isOfType(value: unknown, type: FieldType): boolean {
  switch (type) {
    case 'number':
      return typeof value === 'symbol';
    case 'integer':
      return typeof value === 'symbol' && isWholeText(value.description ?? '');
    case 'array':
      return Array.isArray(value);
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    default:
      return typeof value === type;
  }
}

function isWholeText(text: string): boolean {
  const number = parseNumber(text);
  return number !== null && isWhole(number);
}

function equals(wanted: unknown): Assertion {
  if (typeof wanted !== 'number') return (value) => value === wanted;
  const limit = limitOf(wanted);
  return (value, number) =>
    typeof value === 'symbol' && number !== null && compareNumbers(number, limit) === 0;
}

function onText(test: (text: string) => boolean): Assertion {
  return (value) => typeof value !== 'string' || test(value);
}

function onNumber(
  test: (number: ExactNumber, limit: ExactNumber) => boolean,
): (wanted: number | string) => Assertion {
  return (wanted) => {
    const limit = limitOf(wanted);
    return (_value, number) => number === null || test(number, limit);
  };
}

function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

import fc from 'fast-check';
import type {
  FieldSchema,
  FieldType,
  RecordSchema,
} from '../../../src/canonicalize/validation/record-schema.js';

/** Names that need every kind of quoting. */
export const FIELD_NAMES = ['a', 'b"c', 'd/e~f'] as const;

/** Values at the edges of what a keyword may say of text. */
export const TEXTS: readonly string[] = [
  ...[
    '',
    ' ',
    'a',
    'A',
    'B',
    'abc',
    'ABC',
    'xAx',
    'é',
    'éé',
    'ſ',
    '𝄞',
    '𝄞𝄞',
    'e\u0301',
    '\u0130',
    'a\nb',
    '\n',
    'a\r',
  ],
  ...[
    '0',
    '-0',
    '1',
    '01',
    '-1',
    '+1',
    '1.',
    '.5',
    '1.0',
    '1.5',
    '1e2',
    '1E+2',
    '1e400',
    '-1e400',
    '1e-400',
    '-0.0',
  ],
  ...[
    '007',
    '007.50',
    '100',
    '100.00',
    '0.1',
    '0.3',
    '0.30',
    '-0.3',
    '0.05',
    '1e-2',
    '12345678901234567890123',
  ],
  ...[
    '9007199254740992',
    '9007199254740993',
    '9007199254740993.0',
    '18446744073709551615',
    '18446744073709551616',
  ],
  ...[
    '0.00000000000000000001',
    '9'.repeat(400),
    `1e${'9'.repeat(40)}`,
    `-1e-${'9'.repeat(40)}`,
    `0e${'9'.repeat(40)}`,
  ],
  ...[
    '1e0000000000000000000000000000000000001',
    '999999999999.999999',
    '1000000000000',
    '-999999999999.9999999',
  ],
  ...[
    'NaN',
    'Infinity',
    '1,5',
    '１',
    '0x10',
    '1_000',
    '-',
    '--1',
    '1e',
    '1e+',
    'true',
    'false',
    'TRUE',
    'null',
  ],
  ...[
    '2024-02-29',
    '2023-02-29',
    '1900-02-29',
    '2000-02-29',
    '2024-2-9',
    '0000-02-29',
    '0001-01-01',
    '9999-12-31',
  ],
  ...[
    '2024-13-01',
    '2024-04-31',
    ' 2024-01-01',
    '2024-01-01\n',
    '12:00:00Z',
    '12:00:00',
    '23:59:60Z',
    '22:59:60Z',
  ],
  ...[
    '01:29:60+01:30',
    '18:59:60-05:00',
    '23:59:60.5z',
    '24:00:00Z',
    '12:00:00+24:00',
    '12:00:00.123456789-00:00',
  ],
  ...[
    '2024-02-29T23:59:60Z',
    '2024-02-29t12:00:00.1234567891z',
    '2023-02-29T12:00:00Z',
    '2024-02-29 12:00:00Z',
  ],
  ...[
    '037833100',
    '037833101',
    '38259P102',
    '38259P508',
    '00724F10*',
    'US0378331005',
    'US0378331006',
    'GB0002634946',
  ],
  ...['DE000BAY0017', 'XS0000000009', 'HWUPKR0MPOU8FGXBT394', 'HWUPKR0MPOU8FGXBT395', '5493000IBP32UQZ0KL24'],
  ...[
    'AAPL  260918C00260000',
    'AAPL  260931C00260000',
    'SPXW  280229P06000000',
    'SPXW  270229P06000000',
    'TOOLONG260918C00260000',
  ],
  ...[
    'ABCD',
    'ABC1',
    '123:ABCD',
    '123:',
    '550e8400-e29b-41d4-a716-446655440000',
    '550E8400-E29B-41D4-A716-44665544000G',
  ],
];

/** Expressions that say different things of line ends, case, classes and empty text. */
export const PATTERNS: readonly string[] = [
  ...[
    '^[A-Z]{1,5}([.][A-Z]{1,3})?$',
    '^[0-9]{1,9}$',
    '^[0-9]+$',
    'a|B',
    '^.$',
    '^..$',
    '^\\d+$',
    '(?i)abc',
    '(?i)^k$',
  ],
  ...[
    '^[^x]*$',
    '\\bx',
    '^$',
    '$',
    'é',
    '^\\pL+$',
    '^\\PL$',
    '\\s',
    '^[[:alpha:]]+$',
    '(?s)^.*$',
    '(?m)^b$',
    '\\x41',
  ],
  ...['^a', 'b$', '^(?:a|b)c?$', '[.]', '\\.', '^-?[0-9]+([.][0-9]+)?$', '\\S', '^\\w+$', "'"],
];

/** Limits around the edges of floats, of 18 and 38 digits, and of what text may write. */
const LIMITS: readonly (number | string)[] = [
  ...[0, 1, -1, 1.5, 0.1, 100, 1e-7, 9007199254740991, 999999999999],
  ...[
    '9007199254740993',
    '18446744073709551615',
    '0.00000000000000000001',
    '1e400',
    '-1e400',
    '999999999999.999999',
  ],
];
const DIVISORS: readonly (number | string)[] = [
  1,
  2,
  5,
  0.1,
  0.01,
  0.05,
  0.3,
  100,
  7,
  1e-7,
  '0.00000000000000000001',
  '1e30',
  '123456789012345678',
];
const FORMATS = [
  ...([
    'decimal',
    'date',
    'time',
    'date-time',
    'uuid',
    'cusip',
    'isin',
    'lei',
    'osi-option',
    'imid',
    'mpid',
  ] as const),
];

export const text = fc
  .oneof(
    { weight: 6, arbitrary: fc.constantFrom(...TEXTS) },
    { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 4 }) },
    { weight: 2, arbitrary: numberText() },
  )
  .filter((value) => !value.includes('\0'));

export const record = fc.record(
  Object.fromEntries(FIELD_NAMES.map((name) => [name, fc.option(text, { freq: 2 })])) as Record<
    string,
    fc.Arbitrary<string | null>
  >,
);

function numberText(): fc.Arbitrary<string> {
  const digits = (most: number): fc.Arbitrary<string> =>
    fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 1, maxLength: most });
  return fc
    .tuple(
      fc.constantFrom('', '-'),
      digits(20),
      fc.option(digits(20)),
      fc.option(fc.integer({ min: -40, max: 40 })),
    )
    .map(([sign, whole, fraction, power]) => {
      const mantissa = `${sign}${whole}${fraction === null ? '' : `.${fraction}`}`;
      return power === null ? mantissa : `${mantissa}e${power}`;
    });
}

/** A keyword in one of `rarity` + 1 schemas. */
function optional<T>(
  keyword: string,
  arbitrary: fc.Arbitrary<T>,
  rarity = 3,
): fc.Arbitrary<Record<string, T>> {
  return fc.oneof(
    { weight: rarity, arbitrary: fc.constant({}) },
    { weight: 1, arbitrary: arbitrary.map((chosen) => ({ [keyword]: chosen })) },
  );
}

function merged(parts: fc.Arbitrary<Record<string, unknown>>[]): fc.Arbitrary<FieldSchema> {
  return fc.tuple(...parts).map((chosen) => Object.assign({}, ...chosen) as FieldSchema);
}

const types = fc.constantFrom<FieldType>('string', 'number', 'integer', 'boolean');
const listed = fc.oneof(text, fc.constantFrom(0, 1, 1.5, 100, -1, true, false));

/** Keywords about one value. */
function valueRules(): fc.Arbitrary<FieldSchema> {
  return merged([
    optional('enum', fc.uniqueArray(listed, { minLength: 1, maxLength: 4 }), 6),
    optional('const', listed, 9),
    optional('pattern', fc.constantFrom(...PATTERNS)),
    optional('minLength', fc.nat(12)),
    optional('maxLength', fc.nat(12)),
    ...['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'].map((keyword) =>
      optional(keyword, fc.constantFrom(...LIMITS)),
    ),
    optional('multipleOf', fc.constantFrom(...DIVISORS)),
    optional('format', fc.constantFrom(...FORMATS)),
  ]);
}

/** A field of the record: mostly one that all text satisfies, so that rules over the record are reached. */
function rootField(): fc.Arbitrary<FieldSchema> {
  const several = fc
    .uniqueArray(types, { maxLength: 2 })
    .map((some) => [...new Set([...some, 'string' as const])]);
  const rules = fc.oneof(
    { weight: 3, arbitrary: fc.constant<FieldSchema>({}) },
    { weight: 1, arbitrary: valueRules() },
    { weight: 2, arbitrary: fieldRules(2) },
  );
  const type = fc.oneof({ weight: 2, arbitrary: several }, { weight: 1, arbitrary: types });
  return fc.tuple(type, fc.boolean(), rules).map(([chosen, decimal, said]) => {
    const format = decimal && chosen === 'string' ? { format: 'decimal' as const } : {};
    return { ...said, ...format, type: chosen as FieldType };
  });
}

function combined(inner: fc.Arbitrary<FieldSchema>): fc.Arbitrary<Record<string, unknown>>[] {
  const several = fc.array(inner, { minLength: 1, maxLength: 3 });
  const branches = fc.tuple(inner, fc.option(inner), inner).map(([test, then, otherwise]) => ({
    ...{ if: test, else: otherwise },
    ...(then === null ? {} : { then }),
  }));
  return [
    optional('allOf', several),
    optional('anyOf', several),
    optional('oneOf', several),
    optional('not', inner),
    optional('branches', branches).map(({ branches: chosen }) => chosen ?? {}),
  ];
}

/** A schema of a field; references lead to schemas of any field. */
function fieldRules(depth: number): fc.Arbitrary<FieldSchema> {
  const inner = depth === 0 ? valueRules() : fc.oneof(valueRules(), fieldRules(depth - 1));
  const type = optional('type', fc.oneof(types, fc.uniqueArray(types, { minLength: 1, maxLength: 2 })));
  const reference = optional('$ref', fc.constantFrom('#/$defs/one', '#/$defs/two'), 6);
  return merged([valueRules() as fc.Arbitrary<Record<string, unknown>>, type, reference, ...combined(inner)]);
}

/** Rules over the whole record. */
function recordRules(depth: number): fc.Arbitrary<FieldSchema> {
  const names = fc.subarray([...FIELD_NAMES]);
  const name = fc.constantFrom(...FIELD_NAMES);
  const fields = fc.dictionary(name, fieldRules(0), { maxKeys: 2 });
  const inner = depth === 0 ? fc.constant<FieldSchema>({}) : recordBranch(depth - 1, { names, fields });
  return merged([
    optional('dependentRequired', fc.dictionary(name, names, { maxKeys: 2 })),
    optional('dependentSchemas', fc.dictionary(name, inner, { maxKeys: 2 })),
    ...combined(inner),
  ]);
}

function recordBranch(
  depth: number,
  of: { names: fc.Arbitrary<string[]>; fields: fc.Arbitrary<Record<string, FieldSchema>> },
): fc.Arbitrary<FieldSchema> {
  return merged([
    optional('required', of.names, 1),
    optional('properties', of.fields, 1),
    optional('additionalProperties', fc.boolean()),
    recordRules(depth) as fc.Arbitrary<Record<string, unknown>>,
  ]);
}

function recordRulesOfAjv(): fc.Arbitrary<FieldSchema> {
  return fc.oneof(
    fc.record({ minProperties: fc.nat(3) }),
    fc.record({ maxProperties: fc.nat(3) }),
    fc.record({
      patternProperties: fc.dictionary(fc.constantFrom('a', '^b', '/'), valueRules(), { minKeys: 1 }),
    }),
    fc.record({ propertyNames: fc.record({ maxLength: fc.nat(6) }) }),
  ) as fc.Arbitrary<FieldSchema>;
}

/** A definition leads nowhere, so that references end. */
function definitions(): fc.Arbitrary<Record<string, FieldSchema>> {
  return fc.record({ one: valueRules(), two: valueRules() });
}

/** Record schemas over every keyword that compiles, combined in every way to a depth. */
export const compiledSchema: fc.Arbitrary<RecordSchema> = fc
  .tuple(
    fc.tuple(rootField(), rootField(), rootField()),
    fc.subarray([...FIELD_NAMES], { maxLength: 1 }),
    recordRules(2),
    definitions(),
  )
  .map(([fields, required, rules, $defs]) => ({
    ...(rules as Partial<RecordSchema>),
    ...{ $id: 't', title: 't', description: 't', type: 'object' as const, $defs },
    required,
    properties: Object.fromEntries(FIELD_NAMES.map((name, index) => [name, fields[index] as FieldSchema])),
  }));

/** The same with rules that only Ajv can check. */
export const mixedSchema: fc.Arbitrary<RecordSchema> = fc
  .tuple(compiledSchema, fc.array(recordRulesOfAjv(), { minLength: 1, maxLength: 2 }))
  .map(([schema, rules]) => ({ ...schema, allOf: rules as [FieldSchema, ...FieldSchema[]] }));

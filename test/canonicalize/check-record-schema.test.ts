import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkNestedFields } from '../../src/canonicalize/check-record-schema.js';
import { formatFeedProblem } from '../../src/canonicalize/feed-problem.js';
import { loadRecordSchema } from '../../src/canonicalize/load-record-schema.js';
import type { RecordSchema } from '../../src/canonicalize/validation/record-schema.js';
import { temporaryFolder } from './support/lake.js';

/** Problems of a record schema written after its head, as `line:column: text [code]`; lines count from the head's end. */
async function problemsOf(body: string): Promise<string[]> {
  const folder = path.join(await temporaryFolder(), 'schema');
  await mkdir(folder);
  const file = path.join(folder, 'r.json');
  await writeFile(file, `{"$id":"t","title":"t","description":"t","type":"object","required":[],\n${body}}`);
  const loaded = await loadRecordSchema(file);
  if (!Array.isArray(loaded)) return [];
  return loaded.map((problem) => formatFeedProblem(problem).replace(`${file}:`, ''));
}

const a = (schema: string): string => `"properties": {"a": ${schema}}`;

describe('what a record schema may not say', () => {
  test.each<[string, string, string | RegExp]>([
    [
      'a field without type',
      a('{"minLength": 1}'),
      '2:21: field "a" has no type to read its text by, expected one or several of string, number, integer and boolean, or object or array alone [feed-field-untyped]',
    ],
    ['an object that may also be text', a('{"type": ["object", "string"]}'), /\[feed-field-untyped\]$/],
    [
      'fields that differ only in case',
      '"properties": {"Px": {"type": "string"}, "px": {"type": "string"}}',
      '2:42: fields "px" and "Px" differ only in case, expected names that the database tells apart [feed-fields-alike]',
    ],
    [
      'a field named as one of ours',
      '"properties": {"@line": {"type": "string"}}',
      /\[spec-schema-violated\]$/,
    ],
    [
      'references that double at each of sixty levels',
      `${a('{"type": "string", "$ref": "#/$defs/d59"}')}, "$defs": {"d0": {"minLength": 1}${Array.from(
        { length: 59 },
        (_, level) =>
          `, "d${level + 1}": {"allOf": [{"$ref": "#/$defs/d${level}"}, {"$ref": "#/$defs/d${level}"}]}`,
      ).join('')}}`,
      '2:74: the record schema has more than 5000 schemas where each reference stands for a copy of what it names; refer to fewer, or write the rule once in allOf [feed-schema-too-large]',
    ],
    [
      'a limit of text that is no decimal',
      a('{"type": "string", "minimum": 1}'),
      '2:40: minimum says nothing about field a; it needs type number or integer, or type string with format decimal [feed-keyword-idle]',
    ],
    [
      'a pattern of a number',
      a('{"type": "number", "pattern": "1"}'),
      '2:40: pattern says nothing about field a; it needs type string [feed-keyword-idle]',
    ],
    [
      'a listed value that is never read',
      a('{"type": "string", "enum": ["1", 2]}'),
      '2:40: enum says nothing about field a; it needs values of a type that the field has [feed-keyword-idle]',
    ],
    [
      'items of text',
      a('{"type": "string", "items": {}}'),
      '2:40: items says nothing about field a; it needs type array [feed-keyword-idle]',
    ],
    [
      'members of text, in a branch',
      `${a('{"type": "string"}')}, "anyOf": [{"properties": {"a": {"required": ["x"]}}}]`,
      /required says nothing about field a; it needs type object \[feed-keyword-idle\]$/,
    ],
    [
      'a keyword about text of the record',
      `${a('{"type": "string"}')}, "allOf": [{"minLength": 1}]`,
      /minLength says nothing about the record; it needs type string \[feed-keyword-idle\]$/,
    ],
    [
      'a condition without consequence',
      `${a('{"type": "string", "if": {"minLength": 1}}')}`,
      '2:40: if says nothing about field a; it needs then or else beside it [feed-keyword-idle]',
    ],
    [
      'a consequence without condition',
      a('{"type": "string", "then": {"minLength": 1}}'),
      /\[spec-schema-violated\]$/,
    ],
    [
      'a field that is not declared',
      `${a('{"type": "string"}')}, "oneOf": [{"required": ["ghost"]}]`,
      /field "ghost" is not declared, expected one of a \[feed-field-unknown\]$/,
    ],
    [
      'a reference to nothing',
      `"$defs": {"b": {}}, ${a('{"type": "string", "$ref": "#/$defs/c"}')}`,
      '2:68: reference "#/$defs/c" leads nowhere, expected one of "#/$defs/b" [feed-reference-unknown]',
    ],
    [
      'a reference to another file',
      a('{"type": "string", "$ref": "other.json"}'),
      /\[spec-schema-violated\]$/,
    ],
    [
      'references in a circle',
      `"$defs": {"b": {"type": "string", "anyOf": [{"$ref": "#/$defs/c"}]}, "c": {"not": {"$ref": "#/$defs/b"}}}, ${a('{"$ref": "#/$defs/b"}')}`,
      /reference "#\/\$defs\/[bc]" leads back to itself without end, expected a schema of another value \[feed-reference-circular\]$/,
    ],
    [
      'a limit with more digits than a reader keeps',
      a('{"type": "number", "maximum": 9007199254740993}'),
      '2:51: 9007199254740993 is read as 9007199254740992, expected a number that a JSON reader keeps; write a limit as text: "9007199254740993" [feed-number-inexact]',
    ],
    [
      'a listed number with more digits than a reader keeps',
      a('{"type": "number", "enum": [0.1000000000000000000001]}'),
      /\[feed-number-inexact\]$/,
    ],
    [
      'a multiple of nothing',
      a('{"type": "number", "multipleOf": "0.0"}'),
      '2:54: multipleOf is "0.0", expected a number above 0 of at most 18 digits [feed-divisor]',
    ],
    [
      'a divisor of nineteen digits',
      a('{"type": "number", "multipleOf": "1234567890123456789"}'),
      /\[feed-divisor\]$/,
    ],
    [
      'look-ahead',
      a('{"type": "string", "pattern": "(?=a)b"}'),
      /^2:51: "\(\?=a\)b" is no RE2 expression: .*\[feed-expression\]$/,
    ],
    [
      'a group named as RE2 in the database does not know it',
      a('{"type": "string", "pattern": "(?<n>a)"}'),
      /a group is named \(\?P<name>…\) \[feed-expression\]$/,
    ],
    [
      'a pattern that the database could not compile',
      a(String.raw`{"type": "string", "pattern": "\\pL{1000}"}`),
      /it repeats too much: 1002 steps, expected at most 300 \[feed-expression\]$/,
    ],
    [
      'a look-behind in the name pattern of fields',
      `${a('{"type": "string"}')}, "patternProperties": {"(?!a)": {"minLength": 1}}`,
      /\[feed-expression\]$/,
    ],
    [
      'a pattern of 501 characters',
      a(`{"type": "string", "pattern": "${'a'.repeat(501)}"}`),
      /\[spec-schema-violated\]$/,
    ],
    ['data from the record', a('{"type": "string", "const": {"$data": "1/b"}}'), /\[spec-schema-violated\]$/],
    ['an unknown keyword', a('{"type": "string", "minLenght": 1}'), /^2:40: .*\[spec-schema-violated\]$/],
    ['an unknown format', a('{"type": "string", "format": "email"}'), /\[spec-schema-violated\]$/],
    ['null as a type', a('{"type": ["string", "null"]}'), /\[spec-schema-violated\]$/],
    [
      'a keyword that needs annotations',
      `${a('{"type": "string"}')}, "unevaluatedProperties": false`,
      /\[spec-schema-violated\]$/,
    ],
  ])('%s', async (_, body, problem) => {
    const problems = await problemsOf(body);
    expect(problems[0]).toEqual(typeof problem === 'string' ? problem : expect.stringMatching(problem));
  });
});

test.each([
  ['a pattern of 500 characters', a(`{"type": "string", "pattern": "${'a'.repeat(500)}"}`)],
  ['a limit as text', a('{"type": "number", "maximum": "9007199254740993"}')],
  ['a limit of many digits that a reader keeps', a('{"type": "number", "maximum": 9007199254740992}')],
  ['trailing zeros and exponents', a('{"type": "number", "minimum": 1.500, "maximum": 1E+2}')],
  ['a literal bracket before a question mark', a(String.raw`{"type": "string", "pattern": "[(?<]\\(?<"}`)],
  [
    'a nested schema that leads back to itself through a part',
    `"$defs": {"n": {"type": "object", "properties": {"n": {"$ref": "#/$defs/n"}}}}, ${a('{"$ref": "#/$defs/n"}')}`,
  ],
])('%s is sound', async (_, body) => {
  expect(await problemsOf(body)).toEqual([]);
});

test('nested fields need a format that has nested values', () => {
  const schema: RecordSchema = {
    ...{ $id: 't', title: 't', description: 't', type: 'object', required: [] },
    properties: { legs: { type: 'array' }, sym: { type: 'string' } },
  };
  const at = { file: 'feed.yaml', line: 1, column: 1 };
  expect(checkNestedFields(schema, 'json-lines', at)).toEqual([]);
  expect(checkNestedFields(schema, 'delimited', at).map(formatFeedProblem)).toEqual([
    'feed.yaml:1:1: field "legs" is of type array, which a delimited record has not; expected string, number, integer or boolean [feed-type-needs-json]',
  ]);
});

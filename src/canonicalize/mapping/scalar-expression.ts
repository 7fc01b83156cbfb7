import { identifier } from '../../engine/sql-literal.js';
import { type SqlPart, sqlParts } from '../../engine/sql-parts.js';

/** A scalar expression of a feed's map, checked word by word. */
export type ScalarExpression = {
  /** The expression's value as text, every field in double quotes; null or an error where it has none. */
  sql: string;
  /** The expression with the type that it has by itself. */
  uncast: string;
  /** Fields that it reads, each once, in the order of first use. */
  fields: readonly string[];
  /** The first thing that is not allowed; null where all is. */
  refused: string | null;
};

/** Functions that answer the same for the same values, exactly, in bounded memory. */
export const SCALAR_FUNCTIONS: ReadonlySet<string> = new Set(
  `abs ceil coalesce concat concat_ws contains ends_with floor greatest instr least left length lower ltrim mod nullif
   prefix regexp_extract regexp_full_match regexp_matches regexp_replace replace reverse right round rtrim sign split_part
   starts_with strpos substr substring suffix trim trunc upper`.split(/\s+/),
);
/** Keywords that a bracket may follow. */
const OPENING: ReadonlySet<string> = new Set(
  'and between case else ilike in like not or then when'.split(' '),
);
const KEYWORDS: ReadonlySet<string> = new Set(
  'and as between case cast else end false ilike in is like not null or then true try_cast when'.split(' '),
);
const TYPES: ReadonlySet<string> = new Set(
  'bigint boolean date decimal hugeint int integer numeric smallint text tinyint varchar'.split(' '),
);
const OPERATORS: ReadonlySet<string> = new Set([
  '+',
  '-',
  '*',
  '//',
  '%',
  '||',
  '=',
  '<>',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  '::',
  '(',
  ')',
  ',',
]);
const TOKEN =
  /\s+|[A-Za-z_][A-Za-z0-9_]*|[0-9]+(?:[.][0-9]+)?(?![A-Za-z0-9_.])|[(),]|[^\sA-Za-z0-9_(),]+|./gy;

/**
 * Reads an expression over the fields of a record: literals, fields, operators, CASE, CAST and the functions above.
 *
 * Anything else is refused: sub-queries, other functions, floats, comments, several statements. A bare word that is
 * neither keyword, type nor called is a field. It is not bound: types and numbers of arguments are DuckDB's to judge.
 */
export function scalarExpression(text: string): ScalarExpression {
  const fields = new Set<string>();
  const refused: string[] = [];
  let depth = 0;
  const parts = sqlParts(text);
  const sql = parts.map((part, index) => {
    if (part.kind !== 'code') return partSql(part, fields, refused);
    const next = parts[index + 1];
    return codeTokens(part, next === undefined ? '' : next.text).map(({ token, after }) => {
      if (token === '(') depth += 1;
      if (token === ')') depth -= 1;
      if (depth < 0) refused.push(')');
      return tokenSql(token, after, { fields, refused });
    });
  });
  if (depth > 0) refused.push('(');
  const uncast = `(${sql.flat().join('')})`;
  return {
    sql: `CAST(${uncast} AS VARCHAR)`,
    uncast,
    fields: [...fields],
    refused: refused[0] ?? null,
  };
}

function partSql(part: SqlPart, fields: Set<string>, refused: string[]): string {
  if (part.kind === 'text' && /^'(?:[^']|'')*'$/.test(part.text)) return part.text;
  if (part.kind === 'identifier' && /^"(?:[^"]|"")+"$/.test(part.text)) {
    fields.add(part.text.slice(1, -1).replaceAll('""', '"'));
    return part.text;
  }
  refused.push(part.text);
  return '';
}

/** Words, numbers and operators of a stretch of code, each with the character that follows it and its blanks. */
function codeTokens(part: SqlPart, next: string): { token: string; after: string }[] {
  const tokens = part.text.match(TOKEN) ?? [];
  return tokens.map((token, index) => {
    const after = `${tokens.slice(index + 1).join('')}${next}`;
    return { token, after: after.trimStart().slice(0, 1) };
  });
}

function tokenSql(token: string, after: string, found: { fields: Set<string>; refused: string[] }): string {
  if (/^\s+$/.test(token)) return ' ';
  if (/^[0-9]+(?:[.][0-9]+)?$/.test(token) || OPERATORS.has(token)) return token;
  if (!/^[A-Za-z_]/.test(token)) {
    found.refused.push(token);
    return '';
  }
  const word = token.toLowerCase();
  const called = after === '(' && !OPENING.has(word);
  if (called ? SCALAR_FUNCTIONS.has(word) || isCast(word) || TYPES.has(word) : KEYWORDS.has(word)) {
    return word;
  }
  if (called) {
    found.refused.push(token);
    return '';
  }
  if (TYPES.has(word)) return word;
  found.fields.add(token);
  return identifier(token);
}

function isCast(word: string): boolean {
  return word === 'cast' || word === 'try_cast';
}

import { identifier } from '../../engine/sql-literal.js';
import { type SqlPart, sqlParts } from '../../engine/sql-parts.js';

/** A scalar expression of a feed's map, checked word by word. */
export type ScalarExpression = {
  /** Its value as text; null where there is none, or where the database cannot compute it. */
  sql: string;
  /** True where the database cannot compute it, such as a cast that fails; never null. A division by zero is null. */
  failed: string;
  /** The expression itself, every field in double quotes; an error in it is one of the whole query. */
  bare: string;
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
  const after = (end: number): string => text.slice(end).trimStart().slice(0, 1);
  const sql = sqlParts(text).map((part) => {
    if (part.kind !== 'code')
      return partSql(part, after(part.offset + part.text.length), { fields, refused });
    return [...part.text.matchAll(TOKEN)].map(({ 0: token, index }) => {
      if (token === '(') depth += 1;
      if (token === ')') depth -= 1;
      if (depth < 0) refused.push(')');
      return tokenSql(token, after(part.offset + index + token.length), { fields, refused });
    });
  });
  if (depth > 0) refused.push('(');
  const bare = `(${sql.flat().join('')})`;
  const answer = answerSql(bare);
  return {
    sql: `${answer}[1]`,
    failed: `(${answer} IS NULL)`,
    bare,
    fields: [...fields],
    refused: refused[0] ?? null,
  };
}

/**
 * A list of an expression's value as text, or null where it cannot be computed.
 *
 * Without the lambda the database computes what stands twice in an expression outside of its try, where an error is one
 * of the whole query.
 */
function answerSql(bare: string): string {
  return `list_transform([1], lambda "@each": try([CAST(${bare} AS VARCHAR)]))[1]`;
}

type Found = { fields: Set<string>; refused: string[] };

function partSql(part: SqlPart, after: string, found: Found): string {
  if (part.kind === 'text' && /^'(?:[^']|'')*'$/.test(part.text)) return part.text;
  if (part.kind === 'identifier' && /^"(?:[^"]|"")+"$/.test(part.text) && isField(after)) {
    found.fields.add(part.text.slice(1, -1).replaceAll('""', '"'));
    return part.text;
  }
  found.refused.push(part.text);
  return '';
}

/** Whether a name can be a field by what follows it: before a bracket it is a function, before a text a type. */
function isField(after: string): boolean {
  return after !== '(' && after !== "'";
}

function tokenSql(token: string, after: string, found: Found): string {
  if (/^\s+$/.test(token)) return ' ';
  if (/^[0-9]+(?:[.][0-9]+)?$/.test(token) || OPERATORS.has(token)) return token;
  const word = token.toLowerCase();
  if (isWord(word, after)) return word;
  if (/^[A-Za-z_]/.test(token) && isField(after)) {
    found.fields.add(token);
    return identifier(token);
  }
  found.refused.push(token);
  return '';
}

/** Whether a word is one of the language; of those that a bracket follows, whether it is one that may be called. */
function isWord(word: string, after: string): boolean {
  if (after !== '(' || OPENING.has(word)) return KEYWORDS.has(word) || TYPES.has(word);
  return SCALAR_FUNCTIONS.has(word) || TYPES.has(word) || word === 'cast' || word === 'try_cast';
}

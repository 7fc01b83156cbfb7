import {
  type PortableSqlRule,
  portableSqlStructureRules,
  portableSqlTextRules,
} from './portable-sql-rules.js';
import { lineAt, sqlParts } from './sql-parts.js';

/** One place where SQL leaves the portable core: the rule, its reason and fix, the line from 1, and what stands there. */
export type PortableSqlFinding = {
  readonly rule: string;
  readonly reason: string;
  readonly fix: string;
  readonly line: number;
  readonly text: string;
};

/**
 * Everything in an SQL text that would not run, or not mean the same, on DuckDB, Spark SQL 3.5 and Redshift.
 *
 * Sorted by line. Strings and comments are not looked at. It judges words and brackets, not types: a column counts as
 * nullable by its name in `nullableColumns`, an order as total when a name in it ends in `_id`. An empty list is a sign,
 * not a proof; agreement is proven by running the cases on each engine.
 */
export function lintPortableSql(
  sql: string,
  nullableColumns: ReadonlySet<string> = new Set(),
): PortableSqlFinding[] {
  const code = blanked(sql);
  const at = (rule: PortableSqlRule, offset: number, text: string): PortableSqlFinding => ({
    rule: rule.id,
    reason: rule.reason,
    fix: rule.fix,
    line: lineAt(sql, offset),
    text,
  });
  const words = portableSqlTextRules.flatMap((rule) =>
    [...code.matchAll(rule.found)].map((match) => at(rule, match.index, match[0])),
  );
  const quotes = sqlParts(sql)
    .filter((part) => part.kind === 'identifier' || (part.kind === 'code' && part.text.includes('`')))
    .map((part) => at(portableSqlStructureRules['quoted-identifier'], part.offset, part.text));
  const structure = [
    ...windowFaults(code),
    ...orderFaults(code, nullableColumns),
    ...productFaults(code),
  ].map(({ rule, offset, text }) => at(portableSqlStructureRules[rule], offset, text));
  return [...words, ...quotes, ...structure].sort((left, right) => left.line - right.line);
}

type StructureFault = {
  readonly rule: keyof typeof portableSqlStructureRules;
  readonly offset: number;
  readonly text: string;
};

/** The SQL with the inside of strings, comments and quoted names blank; offsets and lines stay. */
function blanked(sql: string): string {
  return sqlParts(sql)
    .map((part) =>
      part.kind === 'code' || part.kind === 'parameter' ? part.text : part.text.replace(/[^\n]/g, ' '),
    )
    .join('');
}

function windowFaults(code: string): StructureFault[] {
  return [...code.matchAll(/\b(\w+)\s*\(/g)].flatMap((match) => {
    if (!/^(?:SUM|MIN|MAX|COUNT|FIRST_VALUE|LAST_VALUE|NTH_VALUE)$/i.test(match[1] ?? '')) return [];
    const closed = closingBracket(code, match.index + match[0].length - 1);
    const over = /^\)\s*OVER\s*\(/i.exec(code.slice(closed));
    if (over === null) return [];
    const opened = closed + over[0].length - 1;
    const window = code.slice(opened, closingBracket(code, opened));
    if (
      !/\bORDER\s+BY\b/i.test(window) ||
      /\b(?:ROWS|RANGE|GROUPS)\s+(?:BETWEEN|UNBOUNDED|CURRENT)\b/i.test(window)
    )
      return [];
    return [{ rule: 'window-without-rows', offset: match.index, text: match[0].trim() }];
  });
}

function orderFaults(code: string, nullableColumns: ReadonlySet<string>): StructureFault[] {
  return [...code.matchAll(/\bORDER\s+BY\b/gi)].flatMap((match) => {
    const keys = orderKeys(code.slice(match.index + match[0].length));
    const names = keys.map(
      (key) => /^(?:\w+\s*\.\s*)?(\w+)(?:\s+(?:ASC|DESC))?(?:\s+NULLS\s+\w+)?$/i.exec(key)?.[1] ?? '',
    );
    const faults: StructureFault[] = names
      .filter((name) => nullableColumns.has(name))
      .map((text) => ({ rule: 'order-by-nullable', offset: match.index, text }));
    if (names.some((name) => name.endsWith('_id'))) return faults;
    return [...faults, { rule: 'order-not-total', offset: match.index, text: `ORDER BY ${keys.join(', ')}` }];
  });
}

/** The keys of an ORDER BY, from the text after it to the end of its clause, without what stands in brackets. */
function orderKeys(after: string): string[] {
  let flat = after;
  for (let nested = ''; nested !== flat; ) {
    nested = flat;
    flat = nested.replace(/\([^()]*\)/g, '');
  }
  const end = /\)|\b(?:ROWS|RANGE|GROUPS|LIMIT|UNION)\b/i.exec(flat)?.index;
  return flat
    .slice(0, end)
    .split(',')
    .map((key) => key.trim().replace(/\s+/g, ' '));
}

function productFaults(code: string): StructureFault[] {
  return [...code.matchAll(/\*/g)].flatMap((match) => {
    const before = code.slice(0, match.index);
    if (/(?:\(|\bSELECT|\bDISTINCT|\.)\s*$/i.test(before)) return [];
    const opened = openingBracket(code, match.index);
    if (opened >= 0 && /\bCAST\s*$/i.test(code.slice(0, opened))) return [];
    return [{ rule: 'product-without-cast', offset: match.index, text: '*' }];
  });
}

/** Offset of the bracket that closes the one at `opened`, or the end of the text. */
function closingBracket(code: string, opened: number): number {
  let depth = 0;
  for (let offset = opened; offset < code.length; offset += 1) {
    if (code[offset] === '(') depth += 1;
    if (code[offset] === ')') depth -= 1;
    if (depth === 0) return offset;
  }
  return code.length;
}

/** Offset of the innermost bracket that is open at `inside`, or -1. */
function openingBracket(code: string, inside: number): number {
  let depth = 0;
  for (let offset = inside; offset >= 0; offset -= 1) {
    if (code[offset] === ')') depth += 1;
    if (code[offset] === '(' && depth === 0) return offset;
    if (code[offset] === '(') depth -= 1;
  }
  return -1;
}

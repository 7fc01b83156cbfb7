/** A stretch of SQL text. `text` is exactly what stands there; the parts of a statement join to the statement. */
export type SqlPart = {
  readonly kind: 'code' | 'text' | 'identifier' | 'comment' | 'parameter';
  readonly text: string;
  readonly offset: number;
};

const partPattern =
  /(?<text>'(?:[^']|'')*(?:'|$))|(?<identifier>"(?:[^"]|"")*(?:"|$))|(?<comment>--[^\n]*|\/\*[\s\S]*?(?:\*\/|$))|(?<cast>::)|(?<parameter>:[A-Za-z_][A-Za-z0-9_]*)/g;

/**
 * SQL text cut into code, string literals, quoted identifiers, comments and `:name` parameters, in order.
 *
 * A literal or comment that nothing ends runs to the end of the text. `::` is code. Block comments do not nest.
 */
export function sqlParts(sql: string): SqlPart[] {
  const parts: SqlPart[] = [];
  let done = 0;
  const addCode = (end: number): void => {
    if (end > done) parts.push({ kind: 'code', text: sql.slice(done, end), offset: done });
  };
  for (const match of sql.matchAll(partPattern)) {
    const kind = kindOf(match.groups ?? {});
    if (kind === null) continue;
    addCode(match.index);
    parts.push({ kind, text: match[0], offset: match.index });
    done = match.index + match[0].length;
  }
  addCode(sql.length);
  return parts;
}

function kindOf(groups: Record<string, string | undefined>): Exclude<SqlPart['kind'], 'code'> | null {
  for (const kind of ['text', 'identifier', 'comment', 'parameter'] as const) {
    if (groups[kind] !== undefined) return kind;
  }
  return null;
}

/** Line of an offset in a text, counted from 1. */
export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

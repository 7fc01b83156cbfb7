/** How the fields of a line are told apart, in feed.yaml's words. */
export type Dialect = { delimiter: string; quote: '"' | 'none'; escape: 'doubled' | 'backslash' };

/** Fields of one delimited line; null where a quote stays open or text follows a closed one. */
export function splitDelimited(line: string, dialect: Dialect): string[] | null {
  const { delimiter } = dialect;
  if (dialect.quote === 'none' || !line.includes('"')) return line.split(delimiter);
  const fields: string[] = [];
  for (let from = 0; ; ) {
    const field = line[from] === '"' ? quotedField(line, from, dialect) : plainField(line, from, delimiter);
    if (field === null) return null;
    fields.push(field.text);
    if (field.end === line.length) return fields;
    if (!line.startsWith(delimiter, field.end)) return null;
    from = field.end + delimiter.length;
  }
}

type Field = { text: string; end: number };

function plainField(line: string, from: number, delimiter: string): Field {
  const found = line.indexOf(delimiter, from);
  const end = found < 0 ? line.length : found;
  return { text: line.slice(from, end), end };
}

function quotedField(line: string, from: number, { escape: style }: Dialect): Field | null {
  const close = closingQuote(line, from + 1, style);
  return close < 0 ? null : { text: unescaped(line.slice(from + 1, close), style), end: close + 1 };
}

function closingQuote(line: string, from: number, style: Dialect['escape']): number {
  for (let index = from; index < line.length; index += 1) {
    if (style === 'backslash' && line[index] === '\\') index += 1;
    else if (line[index] === '"') {
      if (style === 'backslash' || line[index + 1] !== '"') return index;
      index += 1;
    }
  }
  return -1;
}

function unescaped(text: string, style: Dialect['escape']): string {
  return style === 'doubled' ? text.replaceAll('""', '"') : text.replace(/\\(.)/g, '$1');
}

/** How the fields of a line are told apart, in feed.yaml's words. */
export type Dialect = { delimiter: string; quote: '"' | 'none'; escape: 'doubled' | 'backslash' };

/** Fields of one delimited line; null where a quote stays open or text follows a closed one. */
export function splitDelimited(line: string, { delimiter, quote, escape }: Dialect): string[] | null {
  if (quote === 'none' || !line.includes('"')) return line.split(delimiter);
  const fields: string[] = [];
  let from = 0;
  for (;;) {
    if (line[from] !== '"') {
      const end = line.indexOf(delimiter, from);
      fields.push(line.slice(from, end < 0 ? line.length : end));
      if (end < 0) return fields;
      from = end + delimiter.length;
      continue;
    }
    const close = closingQuote(line, from + 1, escape);
    if (close < 0) return null;
    fields.push(unescaped(line.slice(from + 1, close), escape));
    if (close + 1 === line.length) return fields;
    if (!line.startsWith(delimiter, close + 1)) return null;
    from = close + 1 + delimiter.length;
  }
}

function closingQuote(line: string, from: number, escape: Dialect['escape']): number {
  for (let index = from; index < line.length; index += 1) {
    if (escape === 'backslash' && line[index] === '\\') index += 1;
    else if (line[index] === '"') {
      if (escape === 'backslash' || line[index + 1] !== '"') return index;
      index += 1;
    }
  }
  return -1;
}

function unescaped(text: string, escape: Dialect['escape']): string {
  return escape === 'doubled' ? text.replaceAll('""', '"') : text.replace(/\\(.)/g, '$1');
}

/** What a query says of the order and number of its rows: the text of its last ORDER BY, null without, and whether it has a LIMIT. */
export type QueryOrder = { order: string | null; limited: boolean };

const TOKEN =
  /'(?:[^']|'')*'|"(?:[^"]|"")*"|\$\$[\s\S]*?\$\$|--[^\n]*|\/\*[\s\S]*?\*\/|[A-Za-z_][A-Za-z0-9_$]*|[()]/g;
const ENDS: readonly string[] = ['LIMIT', 'OFFSET', 'FETCH'];

/** Reads the end of one query outside of its parentheses, literals and comments. */
export function orderOfQuery(sql: string): QueryOrder {
  const words = outerWords(sql);
  const by = words.findLast(({ text }, index) => text === 'BY' && words[index - 1]?.text === 'ORDER');
  const end = words.find(({ text }) => ENDS.includes(text));
  const order = by === undefined ? null : sql.slice(by.at + by.text.length, end?.at ?? sql.length).trim();
  return { order, limited: end !== undefined };
}

/** Words that stand in no parentheses, in capitals, with their places. */
function outerWords(sql: string): { text: string; at: number }[] {
  const words: { text: string; at: number }[] = [];
  let depth = 0;
  for (const { 0: token, index } of sql.matchAll(TOKEN)) {
    if (token === '(') depth += 1;
    else if (token === ')') depth -= 1;
    else if (depth === 0) words.push({ text: token.toUpperCase(), at: index });
  }
  return words;
}

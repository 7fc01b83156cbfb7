/** Begins a formula in a spreadsheet, in its wide form too, where a cell begins with it. */
const FORMULA = '=+\\-@＝＋－＠';
/** Text that a spreadsheet could take for more than text, at its beginning or where another delimiter would part it. */
const ACTIVE = new RegExp(`^[${FORMULA}\\s"']|[;,|][${FORMULA}]|[\\p{Cc}\\p{Cf}\\u2028\\u2029]`, 'u');
const PARTED = new RegExp(`(?<=[;,|])[${FORMULA}]`, 'gu');
const HIDDEN = /[\u007f-\u009f\p{Cf}\u2028\u2029]/gu;

/**
 * A cell of CSV (RFC 4180); a number stands as it is.
 *
 * Text that a spreadsheet could run, that begins with a quote, or that holds control characters is a JSON string with its quotes:
 * such a cell begins with a double quote, which no other does.
 */
export function csvCell(content: string | number): string {
  const text = typeof content === 'number' ? String(content) : inert(content);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function inert(text: string): string {
  if (!ACTIVE.test(text)) return text;
  return escapedJson(JSON.stringify(text));
}

/** JSON text in which what a spreadsheet or a terminal could take for more than text is escaped. */
export function escapedJson(json: string): string {
  return json.replace(HIDDEN, escaped).replace(PARTED, escaped);
}

function escaped(character: string): string {
  return Array.from(
    { length: character.length },
    (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`,
  ).join('');
}

/** A comment, CDATA, a processing instruction or a tag; one that is cut by the end of the text reaches up to it. */
const MARKUP =
  /<(?:!--.*?(?:-->|$)|!\[CDATA\[.*?(?:\]\]>|$)|\?.*?(?:\?>|$)|\/[^>]*(?:>|$)|[^!?/](?:[^>"']|"[^"]*"|'[^']*')*(?:>|$))/gs;

/** Where the element ends (exclusive) with which some bytes of a well-formed document begin; -1 where they do not hold it. */
export function xmlElementEnd(bytes: Buffer): number {
  let depth = 0;
  for (const { 0: markup, index } of bytes.toString('latin1').matchAll(MARKUP)) {
    if (!markup.endsWith('>')) return -1;
    if (markup.startsWith('</')) depth -= 1;
    else if (!/^<[!?]|\/>$/s.test(markup)) depth += 1;
    if (depth === 0) return index + markup.length;
  }
  return -1;
}

/** The text of a JSON string given with its quotes. */
export function unescapeJson(quotedText: string): string {
  if (!quotedText.includes('\\')) return quotedText.slice(1, -1);
  return JSON.parse(quotedText) as string;
}

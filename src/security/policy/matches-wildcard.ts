/** Whether a text is what a pattern says, whole: `*` is any characters, none too, and `?` is one. Linear in the text. */
export function matchesWildcard(pattern: string, text: string): boolean {
  let at = 0;
  let in_text = 0;
  let star = -1;
  let resume = 0;
  while (in_text < text.length) {
    if (at < pattern.length && pattern[at] === '*') {
      star = at++;
      resume = in_text;
    } else if (at < pattern.length && (pattern[at] === '?' || pattern[at] === text[in_text])) {
      at++;
      in_text++;
    } else if (star >= 0) {
      at = star + 1;
      in_text = ++resume;
    } else return false;
  }
  while (pattern[at] === '*') at++;
  return at === pattern.length;
}

/** Whether an ARN is what a pattern says, each of its six parts by itself, so that a `*` does not reach over a colon before the last. */
export function matchesArn(pattern: string, arn: string): boolean {
  const [wanted, given] = [partsOf(pattern), partsOf(arn)];
  if (wanted === null || given === null) return false;
  return wanted.every((part, index) => matchesWildcard(part, given[index] ?? ''));
}

const ARN_PARTS = 6;

function partsOf(arn: string): string[] | null {
  const parts = arn.split(':');
  if (parts.length < ARN_PARTS) return null;
  return [...parts.slice(0, ARN_PARTS - 1), parts.slice(ARN_PARTS - 1).join(':')];
}

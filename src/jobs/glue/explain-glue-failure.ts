const KNOWN: readonly { found: RegExp; words: string }[] = [
  {
    found: /^TIMEOUT\b/,
    words:
      'it took longer than its time limit; raise timeout_minutes of the class, or ceiling_usd where that sets the limit',
  },
  {
    found: /^EXPIRED\b/,
    words: 'it waited too long for capacity of Glue; submit again when fewer jobs run',
  },
  {
    found: /code\W{0,3}137|out ?of ?memory/i,
    words:
      'a worker took more memory than it has; give the class more executors, so that each reads less, or narrow the settings',
  },
  {
    found: /AccessDenied|not authorized|\b403\b/i,
    words:
      "its role may not do what it did; the role, the bucket's policy and the key's policy must all allow it: the job's own policy only narrows them",
  },
  {
    found: /insufficient.{0,30}(?:capacity|ip|address)|resource unavailable|limit exceeded|quota/i,
    words:
      'the account has no room left for its workers; wait for other jobs to end, raise the DPU quota of Glue, or lower executors of the class',
  },
];

/** Why a run failed, in words with the next step, and what Glue said itself; null where it says nothing. */
export function explainGlueFailure(state: string, message: string): string | null {
  const said = message.trim();
  const known = KNOWN.find(({ found }) => found.test(`${state} ${said}`));
  if (known === undefined) return said === '' ? null : said;
  return said === '' ? known.words : `${known.words}; the service says: ${said}`;
}

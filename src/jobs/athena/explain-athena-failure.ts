const KNOWN: readonly { found: RegExp; words: string }[] = [
  {
    found: /bytes scanned limit/i,
    words:
      'it would read more than its work group lets a query read; narrow it, or raise BytesScannedCutoffPerQuery of the work group, and ceiling_usd of the class where that sets it',
  },
  {
    found: /query time-?out|execution time limit|exceeded the time/i,
    words:
      'it ran longer than Athena lets a query run; narrow it, have the DML query timeout raised, or run it with --runner emr-serverless or glue',
  },
  {
    found: /exhausted resources|exceeded.{0,40}memory/i,
    words:
      'it needs more memory than Athena gives a query; narrow it, or run it with --runner emr-serverless or glue',
  },
  {
    found: /access ?denied|not authorized|insufficient (?:permissions|lake formation)|\b403\b/i,
    words:
      'the caller may not read what it reads or write its result; the policies of the caller, the bucket and the key must all allow it',
  },
  {
    found: /TABLE_NOT_FOUND|SCHEMA_NOT_FOUND|COLUMN_NOT_FOUND|does not exist/i,
    words: 'the catalog does not show what it reads; tapewarden catalog sync, then submit again',
  },
  {
    found: /HIVE_CANNOT_OPEN_SPLIT|HIVE_BAD_DATA|NoSuchKey/i,
    words: 'a file of the lake cannot be read; tapewarden lake verify tells which',
  },
];

/** Whether Athena ended a query because of the limit of its work group. */
export function isBytesLimit(said: string): boolean {
  return /bytes scanned limit/i.test(said);
}

/** Why a query failed, in words with the next step, and what Athena said itself; null where it says nothing. */
export function explainAthenaFailure(reason: string): string | null {
  const said = reason.trim();
  const known = KNOWN.find(({ found }) => found.test(said));
  if (known === undefined) return said === '' ? null : said;
  return `${known.words}; the service says: ${said}`;
}

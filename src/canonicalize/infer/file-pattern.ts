import { isCompactDate } from './timestamp-forms.js';

/** The pattern of a file's name, the trade date that the name carries (`yyyy-MM-dd`) and a name for the feed. */
export type FilePattern = { pattern: string; trade_date: string | null; feed: string };

/** Turns the first date of a name into {trade_date} or {trade-date}, and a run of digits that stands apart into {sequence}. */
export function filePattern(name: string): FilePattern {
  const dashed = /(?<![0-9])[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9])/.exec(name);
  const compact = [...name.matchAll(/(?<![0-9])[0-9]{8}(?![0-9])/g)].find(([text]) => isCompactDate(text));
  const found = dashed ?? compact;
  const base = name.split('.')[0] ?? name;
  if (found === undefined) return { pattern: name, trade_date: null, feed: feedName(base) };
  const [text] = found;
  const before = name.slice(0, found.index);
  const after = name.slice(found.index + text.length).replace(/([_.-])[0-9]{1,10}(?=[_.-])/, '$1{sequence}');
  const words = `${before} ${after.replace('{sequence}', '')}`.replace(
    /[.](gz|zst|zip|bz2|txt|csv|psv|tsv|dat|log|json|jsonl|ndjson|xml|parquet|fix)(?=[. ]|$)/gi,
    ' ',
  );
  return {
    pattern: `${before}${dashed === null ? '{trade_date}' : '{trade-date}'}${after}`,
    trade_date: dashed === null ? text.replace(/(....)(..)(..)/, '$1-$2-$3') : text,
    feed: feedName(words),
  };
}

/** A name that a feed may have, made of the words of a text. */
function feedName(text: string): string {
  const words = text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  const name = words.join('-').replace(/^[^a-z]+/, '');
  return name === '' ? 'feed' : name;
}

import type { Feed } from '../feed.js';
import { openCutter } from '../framing/open-cutter.js';
import type { CutRecord } from '../framing/record-cutter.js';

/**
 * The bytes of the one record that a text is in the feed's own format, without what ends it; null where it is none or
 * several. Rows of Parquet and elements of XML are no text that stands alone: null.
 */
export function oneRecord(feed: Feed, text: string): Buffer | null {
  if (['parquet', 'xml'].includes(feed.spec.format.type)) return null;
  const cut: (Buffer | null)[] = [];
  const take = ({ buffer, start, end }: CutRecord): void => {
    cut.push(Buffer.from(buffer.subarray(start, end)));
  };
  const nothing = (): void => {
    cut.push(null);
  };
  const cutter = openCutter(alone(feed), '', {
    record: take,
    blank: nothing,
    oversized: nothing,
    refuse: nothing,
    control: () => undefined,
  });
  cutter.push(Buffer.from(text, 'utf8'));
  cutter.end();
  return cut.length === 1 ? (cut[0] ?? null) : null;
}

/** The feed of a file that holds nothing but records. */
function alone(feed: Feed): Feed {
  const { preamble: _, ...format } = feed.spec.format;
  const type = format.type === 'json-array' ? 'json-concatenated' : format.type;
  return { ...feed, spec: { ...feed.spec, format: { ...format, type } } };
}

import type { FeedSpec } from '../../domain/generated/feed-spec.js';
import type { Feed } from '../feed.js';
import { type ControlPath, controlPaths } from './control-values.js';
import type { XmlField } from './xml-paths.js';

/** What a feed reads of its XML documents, and how. */
export type XmlReading = {
  records: readonly string[];
  fields: readonly XmlField[];
  controls: readonly ControlPath[];
  namespace: string | null;
  trim: boolean;
  /** Names of encodings that a document may declare, in lower case. */
  encodings: readonly string[];
};

/** Names by which XML documents declare each encoding of a feed. */
const ENCODINGS: Readonly<Record<FeedSpec['format']['encoding'], readonly string[]>> = {
  'utf-8': ['utf-8'],
  'latin-1': ['iso-8859-1', 'latin1'],
  'utf-16': ['utf-16'],
  'utf-16le': ['utf-16', 'utf-16le'],
  'utf-16be': ['utf-16', 'utf-16be'],
};

export function xmlReading(feed: Feed): XmlReading {
  const { record = [], namespace = null, trim = false, encoding } = feed.spec.format;
  return {
    records: typeof record === 'string' ? [record] : record,
    fields: xmlFields(feed),
    controls: controlPaths(feed.spec),
    namespace,
    trim,
    encodings: ENCODINGS[encoding],
  };
}

/** The fields of a feed of XML; the path of one that gives none is its name. */
export function xmlFields(feed: Feed): XmlField[] {
  return feed.fields.map(({ name, path, repeat }) => ({
    name,
    path: path ?? name,
    repeat: repeat ?? 'fault',
  }));
}

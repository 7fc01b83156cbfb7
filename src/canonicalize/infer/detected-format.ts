import type { FieldType } from '../validation/record-schema.js';
import type { Guess } from './guess.js';

/** One member of feed.yaml's format with why it is so. */
export type FormatMember = {
  key: string;
  value: string | number | boolean | readonly string[] | Readonly<Record<string, string | number>>;
  guess: Guess;
};

/** A field of the sample with its values in order; null where there is none. */
export type ObservedField = {
  name: string;
  /** Where it stands: tag, start and width, pointer or path, as feed.yaml's `fields` say it; empty by order or name. */
  part: Readonly<Record<string, string | number>>;
  /** Kind of the JSON values; string for formats of text. */
  type: FieldType;
  /** Whether the file, or the format's dictionary, names it; else the name is made up. */
  named: boolean;
  values: readonly (string | null)[];
};

/** A header or trailer: an expression of the whole line, or the paths of a document's control values. */
export type ControlGuess = ({ match: string } | { paths: Readonly<Record<string, string>> }) & {
  sum_of: string | null;
  guess: Guess;
};

/** What the bytes of a sample are: the format in feed.yaml's words, and the records in it. */
export type DetectedFormat = {
  type: string;
  members: readonly FormatMember[];
  fields: readonly ObservedField[];
  /** Whether feed.yaml must list the fields, because the format or the file does not name them. */
  list_fields: boolean;
  records: number;
  header: ControlGuess | null;
  trailer: ControlGuess | null;
  ignore: { field: string; values: readonly string[]; guess: Guess } | null;
  /** What a person should know and no member says. */
  notes: readonly string[];
};

import { type Diagnostic, formatPlace, quoted, someOf } from '../domain/diagnostic.js';
import type { TextFault, TextFaultData } from '../lake/raw-text/text-fault.js';

type Field = { field: string; value: string };

/** What an XML document may not have too many of. */
export type XmlLimit =
  | 'levels'
  | 'attributes of an element'
  | 'characters in a name'
  | 'characters between two tags';

/** What is known of each fault of one record. Such a fault sends the record to the quarantine and stops nothing else. */
export type RecordFaultData = {
  'field-count': { expected: number; actual: number };
  'record-length': { expected: number; actual: number };
  'record-line-length': { line: number; expected: number; actual: number };
  'record-line-sequence': { expected: number; actual: string };
  'record-line-count': { expected: number; actual: number };
  'record-outside-batch': { expected: string };
  'record-blank': Record<string, never>;
  'record-too-long': { limit: number; actual: number };
  'text-not-utf8': { byte_offset: number };
  'character-nul': { byte_offset: number };
  'surrogate-unpaired': { byte_offset: number };
  'quote-unterminated': { column: number };
  'quote-misplaced': { column: number };
  'escape-dangling': { column: number };
  'json-syntax': { column: number; expected: string };
  'json-duplicate-key': { key: string };
  'json-forbidden-key': { key: string };
  'xml-repeated': { field: string; path: string };
  'json-kind': { field: string; actual: string; expected: string };
  'fix-not-a-message': { starts_with: string };
  'fix-log-prefix': { text: string; expected: string };
  'fix-field': { text: string };
  'fix-value-empty': { tag: number };
  'fix-tag-repeated': { tag: number };
  'fix-data-length': { tag: number; length_tag: number; declared: string };
  'fix-group-count': { tag: number; declared: string; found: number };
  'fix-group-order': { tag: number; group: number };
  'fix-entry-ambiguous': { field: string; group: number; entries: number };
  'fix-resend-unkeyed': Record<string, never>;
  'fix-body-length': { declared: string; counted: number };
  'fix-checksum': { declared: string; counted: string };
  'schema-violated': Field & { keyword: string; expected: string; pointer: string };
  'record-rule-violated': {
    fields: readonly string[];
    values: readonly string[];
    keyword: string;
    expected: string;
    pointer: string;
  };
  'field-missing': { field: string };
  'record-type-unknown': Field & { known: readonly string[] };
  'key-missing': { field: string };
  'key-reused': { key: string; first_line: number };
  'correction-unaddressed': { field: string };
  'correction-target-missing': { key: string; action: string; within: string };
  'correction-target-ambiguous': { key: string; dates: readonly string[] };
  'value-not-decimal': Field & { type: string };
  'value-not-integer': Field;
  'value-not-timestamp': Field & { forms: readonly string[] };
  'value-not-mapped': Field & { known: readonly string[] };
  'value-not-listed': Field & { known: readonly string[] };
  'value-not-symbol': Field & { style: string };
  'lookup-missed': Field & { dataset: string; column: string };
  'lookup-ambiguous': Field & { dataset: string; column: string };
  'expression-failed': Field;
  'timestamp-ambiguous': Field & { zone: string };
  'timestamp-skipped': Field & { zone: string };
  'event-date-differs': Field & { trade_date: string; zone: string };
  'column-missing': { column: string; sources: readonly string[] };
};

/** What is known of each fault of a whole delivery. Such a fault refuses the delivery: nothing of it is published. */
export type DeliveryFaultData = TextFaultData & {
  'feed-unknown': { feeds: readonly string[] };
  'feed-ambiguous': { feeds: readonly string[] };
  'file-date-differs': { file_date: string; trade_date: string };
  'delivery-removed': { commit_id: string; removed_by: string };
  'delivery-empty': { bytes: number };
  'header-missing': { line: string; expected: string };
  'header-columns': { missing: readonly string[]; unexpected: readonly string[] };
  'header-columns-repeated': { columns: readonly string[] };
  'header-column-count': { expected: number; actual: number };
  'header-name-reserved': { columns: readonly string[] };
  'layout-unknown': { columns: number; trade_date: string };
  'batch-not-opened': { expected: string };
  'batch-not-closed': { batch_line: number; expected: string };
  'control-batches-differ': { where: string; declared: string; counted: string };
  'control-batch-count-differs': { batch_line: number; declared: string; counted: string };
  'control-batch-sum-differs': { batch_line: number; field: string; declared: string; counted: string };
  'control-breaks-untold': { told: number; more: number };
  'trailer-missing': { line: string; expected: string };
  'trailer-not-last': Record<string, never>;
  'control-date-differs': { where: string; declared: string; trade_date: string };
  'control-count-differs': { where: string; declared: string; counted: string };
  'control-sum-differs': { where: string; field: string; declared: string; counted: string };
  'control-not-one': { where: string; name: string; path: string; found: number };
  'document-not-lines': { starts_with: string };
  'document-broken': { expected: string };
  'document-not-utf8': Record<string, never>;
  'document-encoding': { declared: string; expected: readonly string[] };
  'document-foreign': {
    root: string;
    namespace: string;
    expected: readonly string[];
    declared: string | null;
  };
  'xml-syntax': { reason: string };
  'xml-doctype': Record<string, never>;
  'xml-limit': { what: XmlLimit; limit: number };
  'parquet-damaged': { reason: string };
  'parquet-columns': { missing: readonly string[]; unexpected: readonly string[] };
  'parquet-column-type': { column: string; actual: string; expected: string };
  'lookup-data-missing': { dataset: string; trade_date: string };
  'resent-older': { sequence: string; standing: string };
  'resent-again': { standing: string };
  'corrected-data-missing': { key: string };
  'no-record-accepted': { read: number; first: string };
};

/** What is known of each thing that is counted and reported though it is no fault. */
export type NoticeData = {
  'timestamp-overlap-chosen': { column: string; zone: string; overlap: string; records: number };
  'correction-repeated': { records: number };
  'repairs-waiting': { records: number };
  'records-corrected': { replacing: number; deleting: number; superseded: number; accepted: number };
};

export type RecordFaultCode = keyof RecordFaultData;
export type DeliveryFaultCode = keyof DeliveryFaultData;
export type RecordFault = {
  [Code in RecordFaultCode]: Diagnostic<Code, RecordFaultData[Code]>;
}[RecordFaultCode];
export type DeliveryFault = {
  [Code in DeliveryFaultCode]: Diagnostic<Code, DeliveryFaultData[Code]>;
}[DeliveryFaultCode];

type Texts<Data> = { readonly [Code in keyof Data]: (data: Data[Code]) => string };

const is = (d: Field): string => `field ${quoted(d.field)} is ${quoted(d.value)}`;

function columnsText(d: { missing: readonly string[]; unexpected: readonly string[] }): string {
  const lacking = d.missing.length > 0 ? [`lacks the columns ${someOf(d.missing)}`] : [];
  const unexpected = d.unexpected.length > 0 ? [`has the unexpected columns ${someOf(d.unexpected)}`] : [];
  return [...lacking, ...unexpected].join(' and ');
}

/** The sentence of each fault of a record: what is, with the value, and what was expected. */
export const recordFaultText: Texts<RecordFaultData> = {
  'field-count': (d) => `the line has ${d.actual} fields, expected ${d.expected}`,
  'record-length': (d) => `the record has ${d.actual} columns, expected ${d.expected}`,
  'record-line-length': (d) => `line ${d.line} of the record has ${d.actual} columns, expected ${d.expected}`,
  'record-line-sequence': (d) =>
    `line ${d.expected} of the record carries the number ${quoted(d.actual)}, expected ${d.expected}`,
  'record-line-count': (d) => `the record has ${d.actual} lines, expected ${d.expected}`,
  'record-outside-batch': (d) =>
    `the record stands in no batch, expected a batch header that matches ${quoted(d.expected)} before it`,
  'record-blank': () => 'the line is blank, expected a record',
  'record-too-long': (d) => `the record has ${d.actual} bytes, expected at most ${d.limit}`,
  'text-not-utf8': (d) =>
    `the byte at offset ${d.byte_offset} is not UTF-8, expected UTF-8 as the feed declares`,
  'character-nul': (d) => `the byte at offset ${d.byte_offset} is NUL, expected text`,
  'surrogate-unpaired': (d) =>
    `the character at offset ${d.byte_offset} is half of a surrogate pair, expected both halves`,
  'quote-unterminated': (d) => `the quote opened in column ${d.column} is not closed on its line`,
  'quote-misplaced': (d) => `text follows the quote closed in column ${d.column}, expected a delimiter`,
  'escape-dangling': (d) =>
    `the backslash in column ${d.column} ends the line, expected a character after it`,
  'json-syntax': (d) => `the JSON breaks off in column ${d.column}, expected ${d.expected}`,
  'json-duplicate-key': (d) => `the key ${quoted(d.key)} stands twice in one object, expected it once`,
  'json-forbidden-key': (d) => `the key ${quoted(d.key)} stands in an object, expected no key of this name`,
  'xml-repeated': (d) =>
    `field ${quoted(d.field)} stands several times at ${quoted(d.path)}, expected it once; say in the feed whether the first counts or they are joined`,
  'json-kind': (d) => `field ${quoted(d.field)} is a JSON ${d.actual}, expected ${d.expected}`,
  'fix-not-a-message': (d) =>
    `the line begins with ${quoted(d.starts_with)}, expected a FIX message: tags 8, 9 and 35 first and 10 last`,
  'fix-log-prefix': (d) =>
    `the text ${quoted(d.text)} stands before the message, expected text that matches ${d.expected}`,
  'fix-field': (d) =>
    `the text ${quoted(d.text)} is no FIX field, expected tag=value, a tag without leading zeros and a value without SOH`,
  'fix-value-empty': (d) => `tag ${d.tag} has no value, expected one or no such tag`,
  'fix-tag-repeated': (d) => `tag ${d.tag} stands twice in the message, expected it once`,
  'fix-data-length': (d) =>
    `tag ${d.length_tag} declares ${quoted(d.declared)} bytes, expected tag ${d.tag} with so many bytes next`,
  'fix-group-count': (d) =>
    `tag ${d.tag} declares ${quoted(d.declared)} entries, but the group has ${d.found}`,
  'fix-group-order': (d) =>
    `tag ${d.tag} stands outside the entries of group ${d.group}, expected it inside one after its first tag`,
  'fix-entry-ambiguous': (d) =>
    `field ${quoted(d.field)} stands in ${d.entries} entries of group ${d.group}, expected one that meets its condition`,
  'fix-resend-unkeyed': () =>
    'PossResend (97) is "Y" and the message has a new MsgSeqNum, by which the feed\'s key cannot find what it repeats; key the feed by ExecID or the like',
  'fix-body-length': (d) => `BodyLength (9) is ${quoted(d.declared)}, but the body has ${d.counted} bytes`,
  'fix-checksum': (d) => `CheckSum (10) is ${quoted(d.declared)}, but the bytes sum to ${quoted(d.counted)}`,
  'schema-violated': (d) => `${is(d)}, expected ${d.expected}`,
  'record-rule-violated': (d) =>
    `${d.fields.map((field, index) => `field ${quoted(field)} is ${quoted(d.values[index] ?? '')}`).join(' and ')}, expected ${d.expected}`,
  'field-missing': (d) => `field ${quoted(d.field)} has no value, expected one`,
  'record-type-unknown': (d) =>
    `${is(d)}, expected a record type, one of ${someOf(d.known)}; add the type to the feed, or to what it ignores`,
  'key-missing': (d) => `field ${quoted(d.field)} has no value, but it is part of the feed's key`,
  'key-reused': (d) =>
    `key ${quoted(d.key)} stands already on ${d.first_line > 0 ? `line ${d.first_line}` : 'a published record'} with other content`,
  'correction-unaddressed': (d) =>
    `field ${quoted(d.field)} has no value, but the record is a correction and needs the key of the record that it is about`,
  'correction-target-missing': (d) =>
    `no record stands under key ${quoted(d.key)} ${d.within}, expected the one to ${d.action}; replay this record once that one is published`,
  'correction-target-ambiguous': (d) =>
    `records of ${someOf(d.dates)} all stand under key ${quoted(d.key)}, expected one that is meant; make corrections.within of the feed shorter`,
  'value-not-decimal': (d) => `${is(d)}, expected ${d.type.toLowerCase()}`,
  'value-not-integer': (d) => `${is(d)}, expected an integer of at most 18 digits`,
  'value-not-timestamp': (d) => `${is(d)}, expected a time as ${d.forms.join(' or ')}`,
  'value-not-mapped': (d) => `${is(d)}, expected one of ${someOf(d.known)}; add the value to the feed's map`,
  'value-not-listed': (d) => `${is(d)}, expected one of ${someOf(d.known)}`,
  'value-not-symbol': (d) => `${is(d)}, expected a symbol with a suffix as in ${d.style} symbology, or none`,
  'lookup-missed': (d) => `${is(d)}, expected a ${d.column} of the ${d.dataset} published for the trade date`,
  'lookup-ambiguous': (d) =>
    `${is(d)}, which several of the ${d.dataset} published for the trade date have as ${d.column}, expected one`,
  'expression-failed': (d) => `${is(d)}, for which the map's expression has no answer, expected one`,
  'timestamp-ambiguous': (d) => `${is(d)}, which happened twice in ${d.zone} when clocks went back`,
  'timestamp-skipped': (d) => `${is(d)}, which never happened in ${d.zone} because clocks went forward`,
  'event-date-differs': (d) => `${is(d)}, which is not on trade date ${d.trade_date} in ${d.zone}`,
  'column-missing': (d) =>
    `column ${quoted(d.column)} has no value from ${someOf(d.sources)}, but the dataset needs one`,
};

/** The sentence of each fault of a delivery: what is, what was expected, and what to do next. */
export const deliveryFaultText: Texts<DeliveryFaultData> = {
  'feed-unknown': (d) =>
    `no feed claims a file of this name, expected one of ${someOf(d.feeds)}; add a feed or move the file away`,
  'feed-ambiguous': (d) => `the feeds ${someOf(d.feeds)} all claim a file of this name, expected one`,
  'file-date-differs': (d) =>
    `the name carries date ${d.file_date}, expected ${d.trade_date}; run with --date ${d.file_date} or move the file away`,
  'delivery-removed': (d) =>
    `these bytes were published as commit ${d.commit_id.slice(0, 12)} and removed at the end of their retention, as ${d.removed_by} records; expected a delivery that is still to be kept`,
  'delivery-empty': (d) => `the file holds ${d.bytes} bytes and no record; ask the broker to send it again`,
  'compression-mismatch': (d) =>
    `the file begins with ${quoted(d.starts_with)}, expected ${d.declared}${d.hint}; ask the broker to send it again`,
  'compression-damaged': (d) =>
    `the ${d.declared} stream is damaged after this line (${d.reason}); ask the broker to send the file again`,
  'compression-trailing-bytes': (d) =>
    `${d.extra_bytes} bytes follow the end of the ${d.declared} stream, expected none; ask the broker to send the file again`,
  'compression-unsupported': (d) =>
    `the ${d.declared} stream has ${d.feature}, which is not read; ask the broker to send the file without it`,
  'compression-nested': (d) =>
    `the ${d.declared} stream holds ${d.inner}, expected text; ask the broker to compress the file once`,
  'compression-ratio': (d) =>
    `the first ${d.read_bytes} bytes become more than ${d.limit} times as much text; raise limits.ratio if the file is sound`,
  'text-too-large': (d) =>
    `the first ${d.read_bytes} bytes become more than ${d.limit} bytes of text; raise limits.bytes if the file is sound`,
  'archive-entries': (d) =>
    `the archive holds more than ${d.limit} entries: ${someOf(d.names)}; raise limits.entries if folders are meant`,
  'archive-files': (d) =>
    `the archive holds ${d.names.length === 0 ? 'nothing' : someOf(d.names)}, expected exactly one file`,
  'encoding-mismatch': (d) =>
    `the text begins with ${quoted(d.starts_with)}, expected ${d.declared}${d.hint}; correct the feed's encoding or ask the broker to send it again`,
  'encoding-cut': (d) =>
    `the text has ${d.bytes} bytes, expected an even number in ${d.declared}; ask the broker to send the file again`,
  'header-missing': (d) =>
    `the line is ${quoted(d.line)}, expected a header that matches ${quoted(d.expected)}`,
  'header-columns': (d) => `the header ${columnsText(d)}; raise the feed's version if the layout changed`,
  'header-columns-repeated': (d) => `the header names the columns ${someOf(d.columns)} more than once`,
  'header-column-count': (d) =>
    `the header names ${d.actual} columns, expected ${d.expected}; raise the feed's version if the layout changed`,
  'header-name-reserved': (d) =>
    `the header names the columns ${someOf(d.columns)}, expected names that are not reserved; ask the broker to rename them`,
  'layout-unknown': (d) =>
    `the file has ${d.columns} columns, expected as many as a layout of the feed for trade date ${d.trade_date} has; add a layout and raise the feed's version`,
  'batch-not-opened': (d) =>
    `the batch trailer closes no batch, expected a batch header that matches ${quoted(d.expected)} before it`,
  'batch-not-closed': (d) =>
    `the batch that begins on line ${d.batch_line} has no trailer before this line, expected one that matches ${quoted(d.expected)}; the file may be cut off`,
  'control-batches-differ': (d) =>
    `the ${d.where} declares ${d.declared} batches, but the file holds ${d.counted}`,
  'control-batch-count-differs': (d) =>
    `the batch that begins on line ${d.batch_line} declares ${d.declared} records, but it holds ${d.counted}`,
  'control-batch-sum-differs': (d) =>
    `the batch that begins on line ${d.batch_line} declares a sum of ${d.declared} for field ${quoted(d.field)}, but its records sum to ${d.counted}`,
  'control-breaks-untold': (d) =>
    `${d.more} more breaks were found in batches, of which the first ${d.told} are told; ask the broker to send the file again`,
  'trailer-missing': (d) =>
    `the last line is ${quoted(d.line)}, expected a trailer that matches ${quoted(d.expected)}; the file may be cut off`,
  'trailer-not-last': () => 'records follow the trailer, expected it on the last line',
  'control-date-differs': (d) => `the ${d.where} declares trade date ${d.declared}, expected ${d.trade_date}`,
  'control-count-differs': (d) =>
    `the ${d.where} declares ${d.declared} records, but the file holds ${d.counted}`,
  'control-sum-differs': (d) =>
    `the ${d.where} declares a sum of ${d.declared} for field ${quoted(d.field)}, but the records sum to ${d.counted}`,
  'document-not-lines': (d) =>
    `the file begins with ${quoted(d.starts_with)}, one document over several lines, expected one JSON object on each line`,
  'control-not-one': (d) =>
    `the document has ${d.found} values for the ${d.name} of the ${d.where} at ${quoted(d.path)}, expected one; the file may be cut off`,
  'document-broken': (d) =>
    `the document around the records breaks off here, expected ${d.expected}; the file may be cut off`,
  'document-not-utf8': () =>
    'the document holds a byte here that is not UTF-8, expected UTF-8 as the feed declares; ask the broker to send it again',
  'document-encoding': (d) =>
    `the document declares the encoding ${quoted(d.declared)}, expected ${someOf(d.expected)} as the feed declares`,
  'document-foreign': (d) =>
    `the root element is ${quoted(d.root)} of namespace ${quoted(d.namespace)}, expected ${someOf(d.expected)}${d.declared === null ? '' : ` of namespace ${quoted(d.declared)}`}; raise the feed's version if the schema changed`,
  'xml-syntax': (d) =>
    `the XML is not well formed here (${d.reason}), expected a well-formed document; ask the broker to send it again`,
  'xml-doctype': () =>
    'the document has a DOCTYPE, expected none: it could declare entities that stand for other files or for endless text',
  'xml-limit': (d) => `the document has more ${d.what} here than is read, expected at most ${d.limit}`,
  'parquet-damaged': (d) => `the file is no sound Parquet (${d.reason}); ask the broker to send it again`,
  'parquet-columns': (d) => `the file ${columnsText(d)}; raise the feed's version if the layout changed`,
  'parquet-column-type': (d) =>
    `column ${quoted(d.column)} has the type ${d.actual}, expected ${d.expected}; raise the feed's version if the layout changed`,
  'lookup-data-missing': (d) =>
    `no ${d.dataset} are published for trade date ${d.trade_date}, but the map looks values up there; canonicalize a delivery of them first`,
  'resent-older': (d) =>
    `the file has sequence ${d.sequence}, but ${quoted(d.standing)} stands, which came after it; nothing is to be done unless the broker meant this one`,
  'resent-again': (d) =>
    `the same bytes were published before and then replaced by ${quoted(d.standing)}, expected a newer file; ask the broker which one is meant`,
  'corrected-data-missing': (d) =>
    `the data file ${d.key} was removed, but records of it come back when this delivery is read again; restore it from a backup first`,
  'no-record-accepted': (d) =>
    `none of ${d.read} records could become a canonical row; the first fault: ${d.first}`,
};

/** The sentence of each notice: what was done with how many records, or is left to do. */
export const noticeText: Texts<NoticeData> = {
  'records-corrected': (d) =>
    `${d.replacing} records replaced and ${d.deleting} deleted others, ${d.superseded} of them in this file: ${d.accepted} accepted records became ${d.accepted - d.deleting - d.superseded} rows`,
  'correction-repeated': (d) =>
    `${d.records} records repeat what was said before and corrected since; they changed nothing, as records that are sent again`,
  'repairs-waiting': (d) =>
    `${d.records} records that were repaired before are rejected again, because the file was read again by another specification; publish their repairs again with tapewarden quarantine replay`,
  'timestamp-overlap-chosen': (d) =>
    `${d.records} records have a time in ${d.column} which happened twice in ${d.zone} when clocks went back; the ${d.overlap} one was taken`,
};

/** Why bytes do not become text, in one sentence. */
export function textFaultSentence({ code, data }: TextFault): string {
  // The code selects the formatter of exactly its data; TypeScript cannot follow a union through an index.
  return (deliveryFaultText[code] as (data: unknown) => string)(data);
}

/** `file:line: what is, what was expected [code]`. */
export function formatFault(fault: RecordFault | DeliveryFault): string {
  return `${formatPlace(fault.at)}: ${faultSentence(fault)} [${fault.code}]`;
}

/** The sentence alone, without place and code. */
export function faultSentence(fault: RecordFault | DeliveryFault): string {
  const text = (fault.code in recordFaultText ? recordFaultText : deliveryFaultText) as Texts<
    RecordFaultData & DeliveryFaultData
  >;
  // The code selects the formatter of exactly its data; TypeScript cannot follow a union through an index.
  return (text[fault.code] as (data: unknown) => string)(fault.data);
}

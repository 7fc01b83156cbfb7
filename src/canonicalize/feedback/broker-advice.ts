import type { DeliveryFaultCode, RecordFaultCode } from '../diagnostics.js';

/** What a broker should do about a fault; a stable word. */
export type BrokerAction =
  | 'correct-value'
  | 'correct-record'
  | 'correct-or-explain'
  | 'send-correction'
  | 'resend-file'
  | 'announce-change'
  | 'none';

/** The same in one sentence, for people. */
export const adviceText: Readonly<Record<BrokerAction, string>> = {
  'correct-value': 'Correct the value and send the record again.',
  'correct-record': 'Send the record again in the agreed format.',
  'correct-or-explain': 'Correct the value, or say what it means if it is new.',
  'send-correction': 'Send the record as a correction, or under a key of its own.',
  'resend-file': 'Send the file again.',
  'announce-change': 'Send the file again in the agreed layout, or announce the new one.',
  none: 'Nothing: the receiver looks into it.',
};

/** Faults of records about which the broker does anything but send the record again in the agreed format. */
const ofRecords: Partial<Record<RecordFaultCode, BrokerAction>> = {
  'schema-violated': 'correct-value',
  'record-rule-violated': 'correct-value',
  'field-missing': 'correct-value',
  'key-missing': 'correct-value',
  'column-missing': 'correct-value',
  'value-not-decimal': 'correct-value',
  'value-not-integer': 'correct-value',
  'value-not-timestamp': 'correct-value',
  'value-not-listed': 'correct-value',
  'value-not-symbol': 'correct-value',
  'timestamp-ambiguous': 'correct-value',
  'timestamp-skipped': 'correct-value',
  'event-date-differs': 'correct-value',
  'record-type-unknown': 'correct-or-explain',
  'value-not-mapped': 'correct-or-explain',
  'lookup-missed': 'correct-or-explain',
  'lookup-ambiguous': 'none',
  'expression-failed': 'none',
  'key-reused': 'send-correction',
  'fix-resend-unkeyed': 'none',
};

/** Faults of deliveries about which the broker does anything but send the file again. */
const ofDeliveries: Partial<Record<DeliveryFaultCode, BrokerAction>> = {
  'feed-unknown': 'none',
  'feed-ambiguous': 'none',
  'header-columns': 'announce-change',
  'header-column-count': 'announce-change',
  'header-name-reserved': 'announce-change',
  'layout-unknown': 'announce-change',
  'document-foreign': 'announce-change',
  'parquet-columns': 'announce-change',
  'parquet-column-type': 'announce-change',
  'compression-ratio': 'none',
  'text-too-large': 'none',
  'archive-entries': 'none',
  'lookup-data-missing': 'none',
};

/** What a broker should do about a fault of a record, by its code; codes that this version does not know are of the format. */
export function recordAdvice(code: string): { action: BrokerAction; advice: string } {
  return advice(ofRecords[code as RecordFaultCode] ?? 'correct-record');
}

/** What a broker should do about a refused file, by the code. */
export function deliveryAdvice(code: string): { action: BrokerAction; advice: string } {
  return advice(ofDeliveries[code as DeliveryFaultCode] ?? 'resend-file');
}

function advice(action: BrokerAction): { action: BrokerAction; advice: string } {
  return { action, advice: adviceText[action] };
}

import type { DeliveryFault, DeliveryFaultCode, RecordFault, RecordFaultCode } from '../diagnostics.js';
import type { Feed } from '../feed.js';
import { mask } from './mask.js';
import { personalFields } from './personal-fields.js';

/** Text of a record that no field owns, by code: any of it may be personal where a feed has personal fields. */
const RECORD_TEXT: Readonly<Partial<Record<RecordFaultCode, readonly string[]>>> = {
  'record-line-sequence': ['actual'],
  'json-duplicate-key': ['key'],
  'fix-not-a-message': ['starts_with'],
  'fix-log-prefix': ['text'],
  'fix-field': ['text'],
  'fix-data-length': ['declared'],
  'fix-group-count': ['declared'],
  'fix-body-length': ['declared'],
  'fix-checksum': ['declared'],
};

/** Text of a file, by code. */
const DELIVERY_TEXT: Readonly<Partial<Record<DeliveryFaultCode, readonly string[]>>> = {
  'compression-mismatch': ['starts_with'],
  'encoding-mismatch': ['starts_with'],
  'header-missing': ['line'],
  'header-columns-repeated': ['columns'],
  'header-name-reserved': ['columns'],
  'trailer-missing': ['line'],
  'document-not-lines': ['starts_with'],
  'document-encoding': ['declared'],
  'document-foreign': ['root', 'namespace'],
  'xml-syntax': ['reason'],
  'parquet-damaged': ['reason'],
};

/** How a feed's faults are told: as they are where it has no personal fields, else without a personal value. */
export type FaultMask = {
  record: (fault: RecordFault) => RecordFault;
  delivery: (fault: DeliveryFault) => DeliveryFault;
};

/** The mask of a feed's faults. A value is masked by the field it stands in; text that no field owns always. */
export function faultMask(feed: Feed): FaultMask {
  const personal = personalFields(feed);
  if (personal.size === 0) return { record: (fault) => fault, delivery: (fault) => fault };
  return {
    record: (fault) => withData(fault, maskedRecord(fault, personal)),
    delivery: (fault) => withData(fault, maskedDelivery(fault, feed.fields.length)),
  };
}

/** Faults as a feed's mask tells them. */
export async function* maskedFaults(
  faults: AsyncIterable<RecordFault>,
  of: FaultMask,
): AsyncGenerator<RecordFault> {
  for await (const fault of faults) yield of.record(fault);
}

type Data = Readonly<Record<string, unknown>>;

function withData<Fault extends RecordFault | DeliveryFault>(fault: Fault, data: Data): Fault {
  // Text takes the place of text, and lists of lists: the data keeps its type, which TypeScript cannot follow.
  return { ...fault, data } as Fault;
}

function maskedRecord({ code, data }: RecordFault, personal: ReadonlySet<string>): Data {
  if (code === 'record-rule-violated') {
    const values = data.values.map((value, index) =>
      personal.has(data.fields[index] ?? '') ? mask(value) : value,
    );
    return { ...data, values };
  }
  if ('field' in data && 'value' in data && names(data.field, personal)) {
    return { ...data, value: mask(data.value) };
  }
  return maskedKeys(data, RECORD_TEXT[code] ?? []);
}

/** A mapping that joins fields names them all, with blanks between. */
function names(field: string, personal: ReadonlySet<string>): boolean {
  return [...personal].some((name) => ` ${field} `.includes(` ${name} `));
}

function maskedDelivery({ code, data }: DeliveryFault, fields: number): Data {
  // A header that has none of the columns is probably none, but the first record.
  if (code === 'header-columns' && data.missing.length >= fields) return maskedKeys(data, ['unexpected']);
  return maskedKeys(data, DELIVERY_TEXT[code] ?? []);
}

function maskedKeys(data: Data, keys: readonly string[]): Data {
  const masked = keys.map((key) => {
    const value = data[key];
    return [
      key,
      Array.isArray(value) ? value.map((one) => maskedText(String(one))) : maskedText(String(value)),
    ];
  });
  return { ...data, ...(Object.fromEntries(masked) as Data) };
}

/** A count of at most four digits, as of lines or bytes, tells of nobody. */
function maskedText(text: string): string {
  return /^[0-9]{1,4}$/.test(text) ? text : mask(text);
}

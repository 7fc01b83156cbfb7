import type { Compression, Encoding } from './text-form.js';

/** What is known of each reason for which the bytes of a delivery do not become text. */
export type TextFaultData = {
  'compression-mismatch': { declared: string; starts_with: string; hint: string };
  'compression-damaged': { declared: Compression; reason: string };
  'compression-trailing-bytes': { declared: Compression; extra_bytes: number };
  'compression-unsupported': { declared: Compression; feature: string };
  'compression-nested': { declared: Compression; inner: Compression };
  'compression-ratio': { read_bytes: number; limit: number };
  'text-too-large': { read_bytes: number; limit: number };
  'archive-entries': { limit: number; names: readonly string[] };
  'archive-files': { names: readonly string[] };
  'encoding-mismatch': { declared: Encoding; starts_with: string; hint: string };
  'encoding-cut': { declared: Encoding; bytes: number };
};

export type TextFaultCode = keyof TextFaultData;
export type TextFault = {
  [Code in TextFaultCode]: { code: Code; data: TextFaultData[Code] };
}[TextFaultCode];

/** Carries a fault out of nested decoders; `decodeText` makes a value of it, and nothing else sees it. */
export class TextRefused extends Error {
  readonly fault: TextFault;

  constructor(fault: TextFault) {
    super(fault.code);
    this.fault = fault;
  }
}

/** A damaged stream, to be thrown; `reason` says what the decoder found. */
export function damaged(declared: Compression, reason: string): TextRefused {
  return new TextRefused({ code: 'compression-damaged', data: { declared, reason } });
}

/** A sound stream with a part that is not read, to be thrown. */
export function unsupported(declared: Compression, feature: string): TextRefused {
  return new TextRefused({ code: 'compression-unsupported', data: { declared, feature } });
}

/** The reason of a stream that ends too early, in zlib's words, which all decoders use. */
export const CUT_OFF = 'unexpected end of file';

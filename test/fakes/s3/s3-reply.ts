import type { Version } from './fake-bucket.js';
import { S3Error } from './s3-error.js';

export type Reply = { status: number; headers: Record<string, string>; body: Buffer };

type Element = string | number | readonly [string, Element][];

/** An element and what is in it, as S3 writes it. */
export function xmlReply(name: string, content: readonly [string, Element][], headers = {}): Reply {
  const body = Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n${element(name, content)}`);
  return { status: 200, headers: { 'content-type': 'application/xml', ...headers }, body };
}

function element(name: string, content: Element): string {
  const inner =
    typeof content === 'object'
      ? content.map(([child, of]) => element(child, of)).join('')
      : escaped(content);
  return `<${name}>${inner}</${name}>`;
}

function escaped(content: string | number): string {
  return String(content).replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}

export function emptyReply(status: number, headers: Record<string, string> = {}): Reply {
  return { status, headers, body: Buffer.alloc(0) };
}

export function errorReply(error: S3Error, request_id: string): Reply {
  const reply = xmlReply('Error', [
    ['Code', error.code],
    ['Message', error.message],
    ...Object.entries(error.details).filter(([name]) => name !== 'Message'),
    ['RequestId', request_id],
  ]);
  return { ...reply, status: error.status, headers: { ...reply.headers, ...regionHeader(error) } };
}

function regionHeader(error: S3Error): Record<string, string> {
  const region = error.details['Region'];
  return region === undefined ? {} : { 'x-amz-bucket-region': region };
}

/** What HEAD and GET say of a version. */
export function versionHeaders(version: Version): Record<string, string> {
  return {
    ...version.attributes,
    etag: version.etag,
    'last-modified': new Date(version.modified_ms).toUTCString(),
    'x-amz-version-id': version.version_id,
  };
}

/** The object that is asked for. */
export function found(version: Version | null): Version & { body: Buffer } {
  if (version === null || version.body === null) throw new S3Error(404, 'NoSuchKey');
  return { ...version, body: version.body };
}

import { createHash } from 'node:crypto';
import type { FakeBucketSettings } from './fake-bucket-settings.js';
import { S3Error } from './s3-error.js';

/** What a writer says of an object beside its bytes: encryption, metadata, checksum; as the headers name it. */
export type Attributes = Readonly<Record<string, string>>;

export type Version = {
  key: string;
  version_id: string;
  modified_ms: number;
  /** Null for a delete marker. */
  body: Buffer | null;
  etag: string;
  attributes: Attributes;
};

export type Upload = {
  key: string;
  upload_id: string;
  initiated_ms: number;
  attributes: Attributes;
  parts: Map<number, Part>;
};

export type Part = { body: Buffer; etag: string; sha256: string };
type NamedPart = { number: number; etag: string; sha256: string | null };

/** One versioned bucket. Every call is one synchronous step, so that conditions are as atomic as S3 promises. */
export class FakeBucket {
  readonly #versions = new Map<string, Version[]>();
  readonly #uploads = new Map<string, Upload>();
  /** Keys whose versions an object lock protects. */
  readonly locked = new Set<string>();
  /** May be changed at any time. */
  settings: FakeBucketSettings;
  readonly #now_ms: () => number;
  readonly #least_part_bytes: number;
  #ids = 0;

  constructor(settings: FakeBucketSettings, means: { now_ms: () => number; least_part_bytes: number }) {
    this.settings = settings;
    this.#now_ms = means.now_ms;
    this.#least_part_bytes = means.least_part_bytes;
  }

  put(
    key: string,
    object: { body: Buffer; attributes: Attributes; etag?: string },
    if_absent: boolean,
  ): Version {
    if (if_absent && this.current(key) !== null) throw new S3Error(412, 'PreconditionFailed');
    return this.#add(key, { ...object, etag: object.etag ?? etagOf(object.body) });
  }

  /** The newest version; null where there is none or a delete marker hides it. */
  current(key: string): Version | null {
    const newest = this.#versions.get(key)?.at(-1) ?? null;
    return newest?.body === null ? null : newest;
  }

  /** All versions of a key, oldest first, delete markers among them. */
  versions(key: string): readonly Version[] {
    return this.#versions.get(key) ?? [];
  }

  /** Keys that are not hidden, in the order of their UTF-8 bytes. */
  keys(): string[] {
    const keys = [...this.#versions.keys()].filter((key) => this.current(key) !== null);
    return keys.sort((left, right) => Buffer.compare(Buffer.from(left), Buffer.from(right)));
  }

  /** Hides an object, or removes one version of it for good. */
  delete(key: string, version_id: string | null): void {
    if (version_id === null) {
      this.#add(key, { body: null, attributes: {}, etag: '' });
      return;
    }
    if (this.locked.has(key)) {
      throw new S3Error(403, 'AccessDenied', {
        Message: 'Access Denied because object protected by object lock.',
      });
    }
    const left = this.versions(key).filter((version) => version.version_id !== version_id);
    if (left.length > 0) this.#versions.set(key, left);
    else this.#versions.delete(key);
  }

  /** Puts all that is visible here into another bucket as well. */
  copyTo(other: FakeBucket): void {
    for (const key of this.keys()) {
      const { body, attributes, etag } = this.current(key) ?? { body: null, attributes: {}, etag: '' };
      if (body !== null) other.put(key, { body, attributes, etag }, true);
    }
  }

  begin(key: string, attributes: Attributes): Upload {
    const upload_id = this.#id('upload');
    const upload = { key, upload_id, initiated_ms: this.#now_ms(), attributes, parts: new Map() };
    this.#uploads.set(upload_id, upload);
    return upload;
  }

  upload(key: string, upload_id: string): Upload {
    const upload = this.#uploads.get(upload_id);
    if (upload?.key !== key) throw new S3Error(404, 'NoSuchUpload');
    return upload;
  }

  uploads(): Upload[] {
    return [...this.#uploads.values()].sort((left, right) => (left.key < right.key ? -1 : 1));
  }

  abort(key: string, upload_id: string): void {
    this.upload(key, upload_id);
    this.#uploads.delete(upload_id);
  }

  /** Makes an object of an upload's parts. An upload whose condition fails stays, as on S3. */
  complete(upload: Upload, named: readonly NamedPart[], if_absent: boolean): Version {
    const parts = named.map((part) => this.#checkedPart(upload, part));
    const small = parts.slice(0, -1).some(({ body }) => body.length < this.#least_part_bytes);
    if (small) throw new S3Error(400, 'EntityTooSmall');
    const digests = parts.map(({ sha256 }) => Buffer.from(sha256, 'base64'));
    const checksum = createHash('sha256').update(Buffer.concat(digests)).digest('base64');
    const attributes = { ...upload.attributes, 'x-amz-checksum-sha256': `${checksum}-${parts.length}` };
    const body = Buffer.concat(parts.map((part) => part.body));
    const etag = `"${createHash('md5').update(body).digest('hex')}-${parts.length}"`;
    const version = this.put(upload.key, { body, attributes, etag }, if_absent);
    this.#uploads.delete(upload.upload_id);
    return version;
  }

  #checkedPart(upload: Upload, named: NamedPart): Part {
    const part = upload.parts.get(named.number);
    if (part?.etag !== named.etag || part.sha256 !== named.sha256) throw new S3Error(400, 'InvalidPart');
    return part;
  }

  #add(key: string, version: Pick<Version, 'body' | 'attributes' | 'etag'>): Version {
    const added = { ...version, key, version_id: this.#id('version'), modified_ms: this.#now_ms() };
    this.#versions.set(key, [...this.versions(key), added]);
    return added;
  }

  #id(kind: string): string {
    this.#ids += 1;
    return `${kind}-${this.#ids}`;
  }
}

/** The ETag of an object that was put whole. */
export function etagOf(body: Buffer): string {
  return `"${createHash('md5').update(body).digest('hex')}"`;
}

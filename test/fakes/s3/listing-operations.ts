import type { Act } from './object-operations.js';
import type { S3Operation } from './s3-call.js';
import { type Reply, xmlReply } from './s3-reply.js';

/** Operations that list, page by page. */
export const listingOperations = {
  ListObjectsV2: ({ call, bucket, page_size }) => {
    const { query } = call;
    const prefix = query.get('prefix') ?? '';
    const after = query.get('continuation-token') ?? query.get('start-after') ?? '';
    const delimiter = query.get('delimiter') ?? '';
    const all = bucket.keys().filter((key) => key.startsWith(prefix));
    const below = new Set(all.map((key) => folderOf(key, prefix, delimiter)));
    // What is in a folder is told as the folder, once.
    const keys = [...below].filter((key) => isAfter(key, after));
    const size = Math.min(page_size, Number(query.get('max-keys') ?? 1000));
    const page = keys.slice(0, size);
    const last = page.at(-1);
    const contents = page.map((key): [string, [string, string | number][]] => {
      if (delimiter !== '' && key.endsWith(delimiter)) return ['CommonPrefixes', [['Prefix', key]]];
      const version = bucket.current(key);
      return [
        'Contents',
        [
          ['Key', key],
          ['LastModified', new Date(version?.modified_ms ?? 0).toISOString()],
          ['ETag', version?.etag ?? ''],
          ['Size', version?.body?.length ?? 0],
        ],
      ];
    });
    return xmlReply('ListBucketResult', [
      ['Name', call.bucket],
      ['Prefix', prefix],
      ['KeyCount', page.length],
      ['MaxKeys', size],
      ['IsTruncated', String(keys.length > page.length)],
      ...(keys.length > page.length && last !== undefined
        ? [['NextContinuationToken', last] as [string, string]]
        : []),
      ...contents,
    ]);
  },
  ListMultipartUploads: ({ call, bucket, page_size }) => {
    const prefix = call.query.get('prefix') ?? '';
    const marker = [call.query.get('key-marker') ?? '', call.query.get('upload-id-marker') ?? ''].join('\n');
    const place = (upload: { key: string; upload_id: string }): string =>
      `${upload.key}\n${upload.upload_id}`;
    const uploads = bucket
      .uploads()
      .filter((upload) => upload.key.startsWith(prefix) && place(upload) > marker)
      .sort((left, right) => (place(left) < place(right) ? -1 : 1));
    const page = uploads.slice(0, page_size);
    return xmlReply('ListMultipartUploadsResult', [
      ['IsTruncated', String(uploads.length > page.length)],
      ['NextKeyMarker', page.at(-1)?.key ?? ''],
      ['NextUploadIdMarker', page.at(-1)?.upload_id ?? ''],
      ...page.map((upload): [string, [string, string][]] => [
        'Upload',
        [
          ['Key', upload.key],
          ['UploadId', upload.upload_id],
          ['Initiated', new Date(upload.initiated_ms).toISOString()],
        ],
      ]),
    ]);
  },
  ListParts: ({ call, bucket, page_size }) => {
    const upload = bucket.upload(call.key, call.query.get('uploadId') ?? '');
    const marker = Number(call.query.get('part-number-marker') ?? 0);
    const parts = [...upload.parts]
      .filter(([number]) => number > marker)
      .sort(([left], [right]) => left - right);
    const page = parts.slice(0, page_size);
    return xmlReply('ListPartsResult', [
      ['IsTruncated', String(parts.length > page.length)],
      ['NextPartNumberMarker', page.at(-1)?.[0] ?? 0],
      ...page.map(([number, { body, etag }]): [string, [string, string | number][]] => [
        'Part',
        [
          ['PartNumber', number],
          ['ETag', etag],
          ['Size', body.length],
        ],
      ]),
    ]);
  },
} satisfies Partial<Record<S3Operation, (act: Act) => Reply>>;

function folderOf(key: string, prefix: string, delimiter: string): string {
  const end = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
  return end < 0 ? key : key.slice(0, end + 1);
}

function isAfter(key: string, after: string): boolean {
  return Buffer.compare(Buffer.from(key), Buffer.from(after)) > 0;
}

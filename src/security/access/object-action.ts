/** What a call does with an object. `change` leaves the bytes and alters what guards or describes them. */
export type ObjectAction = 'read' | 'write' | 'delete' | 'change';

/**
 * Calls of S3 on objects by their `eventName`.
 *
 * Parts of an upload are no object before it is completed, so only CompleteMultipartUpload writes. HeadObject and listings show no
 * bytes. Source: Amazon S3 User Guide, "Amazon S3 CloudTrail events".
 */
const ACTIONS: Readonly<Record<string, ObjectAction>> = {
  GetObject: 'read',
  GetObjectTorrent: 'read',
  SelectObjectContent: 'read',
  PutObject: 'write',
  PostObject: 'write',
  CopyObject: 'write',
  RenameObject: 'write',
  CompleteMultipartUpload: 'write',
  DeleteObject: 'delete',
  DeleteObjects: 'delete',
  PutObjectAcl: 'change',
  PutObjectTagging: 'change',
  DeleteObjectTagging: 'change',
  PutObjectRetention: 'change',
  PutObjectLegalHold: 'change',
};

/** What the call does with the object, or null where it does nothing with its bytes or guards. */
export function objectAction(event_source: string, event_name: string): ObjectAction | null {
  return event_source === 's3.amazonaws.com' ? (ACTIONS[event_name] ?? null) : null;
}

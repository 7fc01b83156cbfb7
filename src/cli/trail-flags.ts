import type { TrailFlags } from '../project/open-trail.js';
import { textFlag } from './flags.js';

/** Where the trail is: flags of the commands that read its records. */
export const trailFlags = {
  trail: textFlag('ARN of the trail; default: trail.arn of tapewarden.yaml', 'arn'),
  bucket: textFlag('Bucket of a trail, where its ARN is not known or the trail is gone', 'bucket'),
  prefix: textFlag('What is before AWSLogs in its keys', 'prefix'),
  copy: textFlag(
    'Folder with a copy, by audit verify --save or aws s3 sync; nothing is asked of AWS',
    'folder',
  ),
  keys: textFlag(
    'Public keys for a copy by aws s3 sync, as aws cloudtrail list-public-keys prints them',
    'file',
  ),
} satisfies Record<keyof TrailFlags, unknown>;

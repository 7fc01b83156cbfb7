import { quoted } from '../domain/diagnostic.js';
import type { Config } from '../domain/generated/config.js';
import { formatS3Uri, parseS3Location, type S3Location } from '../store/s3-location.js';
import { EXIT } from './exit-codes.js';
import { Refusal } from './refusal.js';

/** A lake in S3 as a project names it. */
export type S3Lake = NonNullable<Config['s3']> & { location: S3Location };

/** What `--lake` or tapewarden.yaml says of a lake in S3; refuses what names no place or no key. */
export function s3LakeOf(named: { uri: string; by: 'flag' | 'config' }, config: Config): S3Lake {
  const location = parseS3Location(named.uri);
  if (location === null) {
    const [place, exit] =
      named.by === 'flag'
        ? (['--lake', EXIT.usage] as const)
        : (['tapewarden.yaml', EXIT.invalid_spec] as const);
    throw new Refusal(exit, [
      `${place}: the lake is ${quoted(named.uri)}, expected s3://bucket/prefix with the name of a bucket and no empty part [lake-uri-invalid]`,
    ]);
  }
  if (config.s3 === undefined) {
    throw new Refusal(EXIT.invalid_spec, [
      `tapewarden.yaml: says nothing of s3, expected "s3: {kms_key: ..., region: ...}" for the lake ${formatS3Uri(location)}; name the key that encrypts it [lake-key-missing]`,
    ]);
  }
  return { ...config.s3, location };
}

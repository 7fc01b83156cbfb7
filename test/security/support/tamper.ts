import { gunzipSync, gzipSync } from 'node:zlib';
import type { TrailFindingCode } from '../../../src/security/cloudtrail/trail-finding.js';
import {
  type Body,
  HOUR_MS,
  type MadeChain,
  type MadeDigest,
  type MadeLog,
  type TrailMaker,
} from './trail-maker.js';

/** A way to tamper with a trail of twelve digests, what must be found, and on which kinds of chains it can be done. */
export type Tampering = {
  name: string;
  act: (maker: TrailMaker, chain: MadeChain) => void;
  found: readonly TrailFindingCode[];
  /** What a backfill chain shows in place of it, which has no hourly windows: null where it cannot be told from silence. */
  backfill?: readonly TrailFindingCode[] | null;
};

const MIDDLE = 5;
const digest = ({ digests }: MadeChain, index = MIDDLE): MadeDigest => digests.at(index) as MadeDigest;
const log = (chain: MadeChain): MadeLog => digest(chain).logs[0] as MadeLog;
const zeros = Buffer.alloc(8);

function onLog(change: (bytes: Uint8Array) => Uint8Array): Tampering['act'] {
  return (maker, chain) => maker.change(log(chain), { bytes: change(maker.object(log(chain)).bytes) });
}

function onDigest(change: (bytes: Uint8Array) => Uint8Array): Tampering['act'] {
  return (maker, chain) => maker.change(digest(chain), { bytes: change(maker.object(digest(chain)).bytes) });
}

/** Changes the body and leaves the signature as it is. */
function unsigned(change: (body: Body) => void): Tampering['act'] {
  return (maker, chain) => {
    const { body } = maker.read(digest(chain));
    change(body);
    maker.change(digest(chain), { bytes: gzipSync(JSON.stringify(body)) });
  };
}

/** Changes the body and signs it again, and what follows so that links hold: what only CloudTrail itself could do. */
function signed(change: (body: Body, maker: TrailMaker) => void): Tampering['act'] {
  return (maker, chain) => {
    const { body } = maker.read(digest(chain));
    change(body, maker);
    maker.sign(chain.plan, digest(chain), body);
    for (let index = MIDDLE + 1; index < chain.digests.length; index += 1) {
      maker.writeDigest(chain.plan, digest(chain, index), {
        previous: digest(chain, index - 1),
        rotated: false,
      });
    }
  };
}

function remove(from: number, to: number, logs: boolean): Tampering['act'] {
  return (maker, { digests }) => {
    for (const made of digests.slice(from, to)) {
      maker.remove(made);
      if (logs) for (const named of made.logs) maker.remove(named);
    }
  };
}

const joined = (...parts: Uint8Array[]): Uint8Array => Buffer.concat(parts);
const flipped = (bytes: Uint8Array, at: number): Uint8Array => {
  const copy = Buffer.from(bytes);
  copy[copy.length + at] = (copy.at(at) ?? 0) ^ 1;
  return copy;
};

/** The classes of tampering that a verifier must not pass. */
export const tamperings: readonly Tampering[] = [
  {
    name: 'a log is changed',
    act: onLog((bytes) => gzipSync(`${gunzipSync(bytes).toString('utf8')} `)),
    found: ['log-hash-mismatch'],
  },
  { name: 'a log is deleted', act: (maker, chain) => maker.remove(log(chain)), found: ['log-missing'] },
  { name: 'a log is emptied', act: onLog(() => Buffer.alloc(0)), found: ['log-gzip-malformed'] },
  {
    name: 'a log is no gzip',
    act: onLog(() => Buffer.from('not gzip at all')),
    found: ['log-gzip-malformed'],
  },
  {
    name: 'a log is stored uncompressed',
    act: onLog((bytes) => gunzipSync(bytes)),
    found: ['log-gzip-malformed'],
  },
  {
    name: 'a log has a wrong checksum',
    act: onLog((bytes) => flipped(bytes, -8)),
    found: ['log-gzip-malformed'],
  },
  {
    name: 'a log has a second gzip member',
    act: onLog((bytes) => joined(bytes, gzipSync('more'))),
    found: ['log-gzip-malformed'],
  },
  {
    name: 'a log has an empty second gzip member',
    act: onLog((bytes) => joined(bytes, gzipSync(''))),
    found: ['log-gzip-malformed'],
  },
  {
    name: 'a log has zeros at its end',
    act: onLog((bytes) => joined(bytes, zeros)),
    found: ['log-gzip-malformed'],
  },
  {
    name: 'the trailer of a log is cut off',
    act: onLog((bytes) => bytes.slice(0, -8)),
    found: ['log-gzip-malformed'],
  },
  {
    name: 'a digest drops a log',
    act: unsigned((body) => body.logFiles.pop()),
    found: ['digest-signature-invalid'],
  },
  {
    name: 'the metadata of a digest are gone',
    act: (maker, chain) => maker.change(digest(chain), { signature: null, algorithm: null }),
    found: ['digest-signature-missing'],
  },
  {
    name: 'an older digest is copied over a digest',
    act: (maker, chain) => maker.change(digest(chain), maker.object(digest(chain, 2))),
    found: ['digest-moved'],
  },
  {
    name: 'a digest lacks a member',
    act: unsigned((body) => delete body['previousDigestSignature']),
    found: ['digest-malformed'],
  },
  {
    name: 'the signature of a digest is not hexadecimal',
    act: (maker, chain) => maker.change(digest(chain), { signature: 'zz' }),
    found: ['digest-signature-invalid'],
  },
  {
    name: 'a digest names an unknown key',
    act: signed((body) => {
      body['digestPublicKeyFingerprint'] = '0'.repeat(32);
    }),
    found: ['digest-key-unknown'],
  },
  {
    name: 'the key is garbage',
    act: ({ memory }) => {
      memory.keys = memory.keys.map(({ fingerprint }) => ({ fingerprint, der: Buffer.from('garbage') }));
    },
    found: ['digest-key-invalid'],
  },
  { name: 'a digest is deleted', act: remove(5, 6, false), found: ['digests-missing', 'object-unnamed'] },
  { name: 'three digests in a row are deleted', act: remove(5, 8, true), found: ['digests-missing'] },
  { name: 'the oldest four digests are deleted', act: remove(0, 4, true), found: ['digests-missing'] },
  {
    name: 'the newest four digests are deleted with their logs',
    act: remove(8, 12, true),
    found: ['digests-missing'],
    backfill: null,
  },
  {
    name: 'the newest four digests are deleted',
    act: remove(8, 12, false),
    found: ['digests-missing'],
    backfill: null,
  },
  { name: 'all digests are deleted', act: remove(0, 12, false), found: ['digests-absent'], backfill: null },
  {
    name: 'logging stood still and nothing explains it',
    act: (maker, chain) => {
      remove(5, 8, true)(maker, chain);
      maker.writeDigest(chain.plan, digest(chain, 8), { previous: null, rotated: false });
      for (let index = 9; index < 12; index += 1) {
        maker.writeDigest(chain.plan, digest(chain, index), {
          previous: digest(chain, index - 1),
          rotated: false,
        });
      }
    },
    found: ['logging-gap'],
    backfill: null,
  },
  {
    name: 'windows are linked but leave three hours between them',
    act: (maker, chain) => {
      remove(5, 8, true)(maker, chain);
      for (let index = 8; index < 12; index += 1) {
        const previous = digest(chain, index === 8 ? 4 : index - 1);
        maker.writeDigest(chain.plan, digest(chain, index), { previous, rotated: false });
      }
    },
    found: ['window-hole'],
    backfill: null,
  },
  {
    name: 'a digest is replaced by another signed one',
    act: (maker, chain) => {
      const { body } = maker.read(digest(chain));
      maker.sign(chain.plan, digest(chain), { ...body, logFiles: [] });
    },
    found: ['link-hash-mismatch', 'link-signature-mismatch', 'object-unnamed'],
  },
  {
    name: 'the hash of the digest before is wrong',
    act: signed((body) => {
      body['previousDigestHashValue'] = '0'.repeat(64);
    }),
    found: ['link-hash-mismatch'],
  },
  {
    name: 'the signature of the digest before is wrong',
    act: signed((body) => {
      body['previousDigestSignature'] = '00'.repeat(128);
    }),
    found: ['link-signature-mismatch'],
  },
  {
    name: 'a digest has bytes after its gzip stream',
    act: onDigest((bytes) => joined(bytes, Buffer.from('junk'))),
    found: ['digest-gzip-malformed'],
  },
  {
    name: 'the algorithm in the metadata lies',
    act: (maker, chain) => maker.change(digest(chain), { algorithm: 'SHA1withRSA' }),
    found: ['digest-algorithm-unexpected'],
  },
  {
    name: 'the hash algorithm of a log lies',
    act: signed((body) => {
      for (const file of body.logFiles) file['hashAlgorithm'] = 'MD5';
    }),
    found: ['log-algorithm-unexpected'],
  },
  {
    name: 'an object lies there that no digest names',
    act: (maker, chain) => maker.stray(chain.plan, digest(chain).end_ms - HOUR_MS / 2),
    found: ['object-unnamed'],
  },
  {
    name: 'reading a log is denied',
    act: ({ memory }, chain) => memory.denied.add(`s3://${log(chain).bucket}/${log(chain).key}`),
    found: ['log-denied'],
  },
  {
    name: 'reading a digest is denied',
    act: ({ memory }, chain) => memory.denied.add(`s3://${digest(chain).bucket}/${digest(chain).key}`),
    found: ['digest-denied'],
  },
];

import { generateKeyPairSync, sign } from 'node:crypto';

const OID = {
  ecdsa_sha256: '06082a8648ce3d040302',
  common_name: '0603550403',
  alternative_name: '0603551d11',
};

/** A certificate of a host name, signed by its own new key, valid from 2020 to 2049; both as PEM. */
export function selfSignedCertificate(hostname: string): { cert: string; key: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = tlv(0x30, Buffer.from(OID.ecdsa_sha256, 'hex'));
  const common = tlv(0x30, Buffer.from(OID.common_name, 'hex'), tlv(0x0c, Buffer.from(hostname)));
  const name = tlv(0x30, tlv(0x31, common));
  const validity = tlv(
    0x30,
    tlv(0x17, Buffer.from('200101000000Z')),
    tlv(0x17, Buffer.from('491231235959Z')),
  );
  const names = tlv(0x04, tlv(0x30, tlv(0x82, Buffer.from(hostname))));
  const extension = tlv(0x30, Buffer.from(OID.alternative_name, 'hex'), names);
  const body = tlv(
    0x30,
    tlv(0xa0, tlv(0x02, Buffer.from([2]))),
    tlv(0x02, Buffer.from([1])),
    ...[algorithm, name, validity, name, publicKey.export({ type: 'spki', format: 'der' })],
    tlv(0xa3, tlv(0x30, extension)),
  );
  const signature = tlv(0x03, Buffer.from([0]), sign('sha256', body, privateKey));
  const text = tlv(0x30, body, algorithm, signature).toString('base64').replace(/.{64}/g, '$&\n');
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${text}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

/** Tag, length and value (X.690, definite form). */
function tlv(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const value = Buffer.concat(parts);
  const size = value.length < 128 ? [value.length] : [0x82, value.length >> 8, value.length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), value]);
}

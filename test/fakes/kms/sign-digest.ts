import { constants, type KeyObject, privateEncrypt, randomBytes } from 'node:crypto';

/** Curve P-256 (FIPS 186-5): Node signs only what it hashes itself, and KMS signs a digest that the caller made. */
const P = 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n;
const N = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const A = P - 3n;
const BASE: Point = {
  x: 0x6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296n,
  y: 0x4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5n,
};
type Point = { x: bigint; y: bigint };

/** DER of a digest's algorithm, before the 32 bytes of SHA-256 (RFC 8017, 9.2). */
const SHA256_PREFIX = Buffer.from('3031300d060960864801650304020105000420', 'hex');

/** The signature of a SHA-256 digest: RSASSA-PKCS1-v1_5, or ECDSA on P-256 as DER. */
export function signDigest(digest: Buffer, key: KeyObject): Buffer {
  if (key.asymmetricKeyType === 'rsa') {
    const padded = { key, padding: constants.RSA_PKCS1_PADDING };
    return privateEncrypt(padded, Buffer.concat([SHA256_PREFIX, digest]));
  }
  const { d } = key.export({ format: 'jwk' });
  const secret = BigInt(`0x${Buffer.from(String(d), 'base64url').toString('hex')}`);
  const hash = BigInt(`0x${digest.toString('hex')}`);
  const once = (BigInt(`0x${randomBytes(40).toString('hex')}`) % (N - 1n)) + 1n;
  const r = times(BASE, once).x % N;
  const s = (inverse(once, N) * (hash + r * secret)) % N;
  const body = Buffer.concat([integer(r), integer(s)]);
  return Buffer.concat([Buffer.from([0x30, body.length]), body]);
}

function integer(value: bigint): Buffer {
  const hex = value.toString(16);
  const bytes = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
  const positive = (bytes[0] ?? 0) > 0x7f ? Buffer.concat([Buffer.from([0]), bytes]) : bytes;
  return Buffer.concat([Buffer.from([0x02, positive.length]), positive]);
}

function times(point: Point, scalar: bigint): Point {
  let [sum, power]: [Point | null, Point] = [null, point];
  for (let rest = scalar; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) sum = sum === null ? power : add(sum, power);
    power = add(power, power);
  }
  return sum ?? point;
}

/** The sum of two points, neither of which is the other's opposite. */
function add(left: Point, right: Point): Point {
  const slope =
    left.x === right.x
      ? (3n * left.x * left.x + A) * inverse(2n * left.y, P)
      : (right.y - left.y) * inverse(modulo(right.x - left.x, P), P);
  const x = modulo(slope * slope - left.x - right.x, P);
  return { x, y: modulo(slope * (left.x - x) - left.y, P) };
}

function inverse(value: bigint, of: bigint): bigint {
  let [result, base] = [1n, modulo(value, of)];
  for (let rest = of - 2n; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) result = (result * base) % of;
    base = (base * base) % of;
  }
  return result;
}

function modulo(value: bigint, of: bigint): bigint {
  return ((value % of) + of) % of;
}

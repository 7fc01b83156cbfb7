import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Processors that Lambda and Fargate have. */
export const ARCHITECTURES = ['x64', 'arm64'] as const;

/** One of them, as Node names it. */
export type Architecture = (typeof ARCHITECTURES)[number];

/** Files of the binding: the module that Node loads, and DuckDB itself. */
export const BINDING_FILES = ['duckdb.node', 'libduckdb.so', 'package.json'] as const;

/** Hashes of the packages that are fetched, by version: npm's lock file has none of packages for other machines. */
export const FETCHED: Readonly<Record<string, Readonly<Record<Architecture, string>>>> = {
  '1.5.6-r.1': {
    x64: 'sha512-IXcrZJE6kEqM0Z4wwdVnGBHX/frOS33VPNAwDXQ/Q+Fs84b058Qe94chrCCIcNJlG8Y3UHIUU4eBeCQxW5mN1Q==',
    arm64: 'sha512-3jnUaDil1BrF/6vAZwVaInJ1xoBaWGHB4PDiUnzJWKCo8a8TLx9j7/gPyPl/UGRBftrYIuTihRZSfF4mWMgtWA==',
  },
};

/** Version of the binding that package-lock.json holds for an architecture. */
export function lockedVersion(root: string, architecture: Architecture): string {
  const { packages } = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { version: string }>;
  };
  const locked = packages[`node_modules/@duckdb/node-bindings-linux-${architecture}`];
  if (locked === undefined) throw new Error(`package-lock.json knows no binding for ${architecture}`);
  return locked.version;
}

/**
 * Folder with DuckDB's binding for glibc on an architecture: the installed one, or the package that npm's own client fetches once.
 *
 * What is fetched must have the hash that stands above. Throws where it has another, or none stands there.
 */
export function engineBinding(root: string, architecture: Architecture, cache: string): string {
  const name = `@duckdb/node-bindings-linux-${architecture}`;
  const installed = path.join(root, 'node_modules', name);
  if (BINDING_FILES.every((file) => existsSync(path.join(installed, file)))) return installed;
  const version = lockedVersion(root, architecture);
  const expected = FETCHED[version]?.[architecture];
  if (expected === undefined) throw new Error(`${name} ${version}: no hash is known of it`);
  const folder = path.join(cache, `${architecture}-${version}`);
  if (existsSync(path.join(folder, 'package', 'package.json'))) return path.join(folder, 'package');
  mkdirSync(folder, { recursive: true });
  const packing = ['pack', `${name}@${version}`, '--silent', '--pack-destination', folder];
  const archive = path.join(folder, execFileSync('npm', packing, { encoding: 'utf8' }).trim());
  const found = `sha512-${createHash('sha512').update(readFileSync(archive)).digest('base64')}`;
  if (found !== expected) throw new Error(`${archive} has ${found}, expected ${expected}`);
  execFileSync('tar', ['-xzf', archive, '-C', folder]);
  return path.join(folder, 'package');
}

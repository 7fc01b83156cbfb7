import type { DuckDbSession } from '../../engine/duckdb-session.js';
import { duckdbText, identifier } from '../../engine/sql-literal.js';
import type { PersonalKey } from './personal-key.js';

const KEY = identifier('@personal_key');
/** Hexadecimal digits of a token: 160 bits of the hash. */
const DIGITS = 40;

/**
 * SQL of the token that stands for a text: `tok_<key id>_<40 digits>` of HMAC-SHA-256 over domain and text; null for null.
 *
 * One text has one token in each domain, so that columns of one name can be joined, and others cannot. The key itself is in no
 * SQL: the session must have been given it by `bindPersonalKey`.
 */
export function tokenSql(text: string, { key_id, domain }: { key_id: string; domain: string }): string {
  const message = `encode(${duckdbText(`${domain}:`)} || ${text})`;
  const inner = `unhex(sha256((SELECT inner_pad FROM ${KEY}) || ${message}))`;
  return `(${duckdbText(`tok_${key_id}_`)} || left(sha256((SELECT outer_pad FROM ${KEY}) || ${inner}), ${DIGITS}))`;
}

/** Gives a session the key, by parameters: it stands in no statement, plan or message. */
export async function bindPersonalKey(session: DuckDbSession, key: PersonalKey): Promise<void> {
  await session.run(`CREATE TEMP TABLE ${KEY} (inner_pad BLOB, outer_pad BLOB)`);
  await session.runWith(`INSERT INTO ${KEY} VALUES ($1, $2)`, [key.inner, key.outer]);
}

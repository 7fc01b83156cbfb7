import type { PolicyDocument } from '../../policy/policy-document.js';
import type { OwnKeys } from '../own-keys.js';

/** What of a Glue Data Catalog is judged. */
export type CatalogSettings = {
  encryption: {
    /** `DISABLED`, `SSE-KMS` or `SSE-KMS-WITH-SERVICE-ROLE`. */
    readonly mode: string;
    readonly key: string | null;
    readonly passwords_encrypted: boolean;
    readonly password_key: string | null;
  };
  /** Policy of the catalog; without one nobody of another account is let in. */
  policy: PolicyDocument;
};

/** The catalog that is judged, and the database of the lake in it. */
export type JudgedCatalog = {
  readonly keys: OwnKeys;
  readonly region: string;
  readonly account: string;
  readonly database: string;
};

import type { PolicyDocument } from '../policy/policy-document.js';
import type { Answer } from './answer.js';

/** What KMS says of a key. */
export type KeyState = { state: string; customer_managed: boolean; deletion_date: string | null };

/** Reads the settings of one key. */
export interface KeySettingsReader {
  readonly state: () => Promise<Answer<KeyState>>;
  readonly policy: () => Promise<Answer<PolicyDocument>>;
  readonly rotation: () => Promise<Answer<{ enabled: boolean }>>;
}

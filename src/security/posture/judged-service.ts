import type { OwnKeys } from './own-keys.js';

/** What a resource of a service should agree with: the keys of the project. */
export type JudgedService = { readonly keys: OwnKeys };

import { LAKE_SPOILERS } from './lake-spoilers.js';
import { SERVICE_SPOILERS } from './service-spoilers.js';
import type { Spoiler } from './spoiler.js';

/** A spoiler for every control, by its id: a control without one is a control that no test has seen fail. */
export const SPOILERS: Readonly<Record<string, Spoiler>> = { ...LAKE_SPOILERS, ...SERVICE_SPOILERS };

/** Where an attempt works, and the keys that it may not use. */
export type PublishTarget = { work: string; removed: ReadonlySet<string> };

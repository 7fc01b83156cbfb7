import type { Answer } from './answer.js';

/** Reads the settings of one resource, each by its name. */
export interface SettingsReader<Settings> {
  /** Throws `OperationalFailure` where there is no answer about the setting: no such place, no network, no credentials. */
  read<Name extends keyof Settings>(name: Name): Promise<Answer<Settings[Name]>>;
}

/** How each setting of a resource is read. */
export type Readings<Settings> = {
  readonly [Name in keyof Settings]: () => Promise<Answer<Settings[Name]>>;
};

/** A reader that reads each setting once, however many controls ask for it. */
export function readOnce<Settings>(readings: Readings<Settings>): SettingsReader<Settings> {
  const asked = new Map<keyof Settings, unknown>();
  return {
    read: <Name extends keyof Settings>(name: Name) => {
      const known = (asked.get(name) ?? readings[name]()) as Promise<Answer<Settings[Name]>>;
      asked.set(name, known);
      return known;
    },
  };
}

// Generated from schemas/config.schema.json by npm run generate; do not edit.

/**
 * tapewarden.yaml: where a project keeps its things. Paths are relative to the file.
 */
export interface Config {
  /**
   * Folder of deliveries; default deliveries.
   */
  raw?: string;
  /**
   * Folder of the lake; default lake.
   */
  lake?: string;
  /**
   * Folder of feeds; default: those that come with tapewarden.
   */
  feeds?: string;
  /**
   * Folder of patterns; default: those that come with tapewarden.
   */
  patterns?: string;
  /**
   * Settings by pattern and name, in place of the patterns' defaults.
   */
  settings?: {
    [k: string]: {
      [k: string]: string;
    };
  };
}

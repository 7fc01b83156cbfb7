// Generated from schemas/catalog-report.schema.json by npm run generate; do not edit.

/**
 * What a look at the Glue catalog found, and what a sync did about it.
 */
export interface CatalogReport {
  /**
   * Version of this document.
   */
  format: 1;
  /**
   * Database of the catalog.
   */
  database: string;
  /**
   * AWS region of the catalog.
   */
  region: string;
  /**
   * Address at which engines find the lake.
   */
  lake: string;
  /**
   * Differences that a sync took away; none after a check.
   */
  mended: ReportedDrift[];
  /**
   * Differences that stand.
   */
  left: ReportedDrift[];
}
/**
 * One difference between catalog and manifests.
 */
export interface ReportedDrift {
  /**
   * Stable code; docs/errors.md lists all.
   */
  code: string;
  /**
   * What is, what was expected and the next step, for people.
   */
  message: string;
  /**
   * The values of the message by name.
   */
  data: {
    [k: string]: string;
  };
}

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
  /**
   * Database of the Glue Data Catalog that shows the lake to Athena, Spark and Redshift; without it none is kept.
   */
  catalog?: {
    /**
     * Name of the database, which is made where it is missing; of one lake only.
     */
    database: string;
    /**
     * AWS region of the catalog, which is the region of the bucket: us-east-1.
     */
    region: string;
    /**
     * Where the engines find the lake: s3://bucket/ or s3://bucket/prefix/; default: the lake itself where it is in S3.
     */
    address?: string;
    /**
     * URL to call in place of AWS's own, such as that of a VPC endpoint.
     */
    endpoint?: string;
  };
}

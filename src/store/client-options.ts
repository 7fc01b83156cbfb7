const CONNECT_MS = 5_000;
const REPLY_MS = 30_000;

/** Where a service is called: without an endpoint AWS's own of the region. A reply may take `timeout_ms`; 30 seconds without. */
export type ServicePlace = { region: string; endpoint: string | null; timeout_ms?: number };

/** Options of every client of AWS: times that it waits, and no retries, which are ours: its own can be told no policy. */
export type ClientOptions = {
  region: string;
  endpoint?: string;
  maxAttempts: number;
  requestHandler: { connectionTimeout: number; requestTimeout: number; throwOnRequestTimeout: boolean };
};

/** The options of a client that calls a service at a place. */
export function clientOptions({ region, endpoint, timeout_ms = REPLY_MS }: ServicePlace): ClientOptions {
  return {
    region,
    ...(endpoint === null ? {} : { endpoint }),
    maxAttempts: 1,
    requestHandler: {
      connectionTimeout: CONNECT_MS,
      requestTimeout: timeout_ms,
      throwOnRequestTimeout: true,
    },
  };
}

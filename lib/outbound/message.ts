export interface OutboundRequest {
  method: "GET" | "POST" | "PUT" | "DELETE";
  url: string;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
  /** For the whole call: look-up, connection, TLS and body. 8000 by default. */
  timeoutMs?: number;
  /** Of the body, after decompression. 1 MiB by default. */
  maximumBytes?: number;
  signal?: AbortSignal;
  /** For a URL whose author may not call the operator's private hosts. */
  isPublicOnly?: boolean;
}

export interface OutboundResponse {
  status: number;
  headers: Headers;
  /** Decompressed. Cut at the limit if the status isn't 2xx. */
  body: Uint8Array;
}

import type { IncomingHttpHeaders } from "node:http";
import { logPageError } from "#app/runtime/call-id";

/** Next calls this for each error while it answers a page's call. */
export function onRequestError(error: unknown, { headers }: { headers: IncomingHttpHeaders }): void {
  logPageError(error, headers);
}

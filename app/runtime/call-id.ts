import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import type { Logger } from "pino";
import { runtime } from "./runtime.ts";

/**
 * Under this name our HTTP server adds the ID of a call to the headers of the call, where the pages find
 * it too. A caller's own header of this name is replaced: no caller chooses what a log says.
 */
export const callIdHeader = "x-countersign-call";

/** The ID of a call: absent in tests without a socket. */
export function callIdOf({ env }: { env: unknown }): string | undefined {
  const { incoming } = (env ?? {}) as { incoming?: IncomingMessage };
  const id = incoming?.headers[callIdHeader];
  return typeof id === "string" ? id : undefined;
}

/** The log, with the ID of the call in each line. */
export function callLog(c: { env: unknown }): Logger {
  return runtime().log.child({ call: callIdOf(c) });
}

/** Logs an error of a page. The error page shows the digest: Next tells it nothing else about the error. */
export function logPageError(error: unknown, headers: IncomingHttpHeaders): void {
  const { digest } = error as { digest?: string };
  runtime().log.error({ call: headers[callIdHeader], digest, err: error }, "a page failed");
}

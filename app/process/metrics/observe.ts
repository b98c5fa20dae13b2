import type { IncomingMessage, ServerResponse } from "node:http";
import type { Logger } from "pino";
import { metrics } from "./metrics.ts";
import { routeLabel } from "./route-label.ts";

/**
 * Logs and times one completed answer: method, route, status and milliseconds; never a body, a
 * query or an ID.
 */
export function observe(request: IncomingMessage, response: ServerResponse, log: Logger): void {
  const started = performance.now();
  response.once("close", () => {
    const ms = performance.now() - started;
    const method = request.method ?? "";
    const route = routeLabel(request.url ?? "/");
    // 499: the client left before the answer was complete (nginx's convention).
    const status = response.writableFinished ? response.statusCode : 499;
    metrics().httpSeconds.observe({ method, route, status }, ms / 1000);
    if (route !== "/_next") log.info({ method, route, status, ms: Math.round(ms * 10) / 10 }, "request");
  });
}

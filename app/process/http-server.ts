import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { getRequestListener } from "@hono/node-server";
import type { Logger } from "pino";
import { answerPlainly } from "#app/api/agent/plain-calls";
import { takeOriginalAddress, tokenHeader } from "#app/api/boundary/gateways/original-address";
import { api } from "#app/api/index";
import { respondDownload } from "#app/downloads/respond";
import { respondServiceWorker } from "#app/service-worker/respond";
import { isOwnOrigin, needsOrigin } from "#app/web/own-origin";
import { callIdHeader } from "../runtime/call-id.ts";
import { metrics } from "../runtime/metrics.ts";
import { isAsset, isReadFromMemory, routeLabel } from "../runtime/route-label.ts";
import { hasUnstorable } from "../runtime/unstorable-input.ts";
import {
  betterAddress,
  isForMachines,
  respondForeign,
  respondUnavailable,
  respondUnstorable,
} from "./page-gate.ts";
import { answerProbe, type ProbeOptions } from "./probes.ts";
import { answerProtocolErrors, refuseWithoutHost } from "./protocol-errors.ts";
import { commonHeaders, machinePolicy, pageSecurity } from "./security-headers.ts";
import { Drain } from "./stopping/drain.ts";

export type PageHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Once `closing` is aborted, answers ask clients to close their connections. */
export interface HttpServerOptions extends ProbeOptions {
  origin: string;
  isDevelopment: boolean;
  log: Logger;
}

export interface HttpServer {
  readonly http: Server;
  /** Sets the handler for every call that is not by a machine. */
  servePages(handler: PageHandler): void;
  /** Takes no more connections and waits for the answers under way, three seconds at most. */
  close(): Promise<void>;
}

/** Longer than proxies keep idle connections: a proxy never meets a closed connection. */
const keepAliveMilliseconds = 75_000;

/** One port for machines (the Hono app) and people (Next). Every answer is logged and timed. */
export function createHttpServer(options: HttpServerOptions): HttpServer {
  const { origin, isDevelopment, log, lookAtDatabase, closing } = options;
  // The host of calls by HTTP/1.0 without one, such as HAProxy's checks of /api/health.
  const { host } = new URL(origin);
  const answerMachine = getRequestListener(api.fetch, { overrideGlobalObjects: false, hostname: host });
  const common = Object.entries(commonHeaders(origin));
  const everyMachineAnswer = { ...commonHeaders(origin), "content-security-policy": machinePolicy };
  let pages: PageHandler = async (_request, response) => void response.writeHead(503).end();

  const settings = { keepAliveTimeout: keepAliveMilliseconds, requireHostHeader: false };
  const http = createServer(settings, (request, response) => {
    drain.watch(response);
    const callId = randomUUID();
    request.headers[callIdHeader] = callId;
    observe(request, response, { log, callId });
    const machineHeaders = { "x-request-id": callId, ...everyMachineAnswer };
    if (refuseWithoutHost(request, response, machineHeaders)) return;
    const isCheck = takeOriginalAddress(request);
    const isForwarded = request.headers[tokenHeader] !== undefined;
    if (!isForwarded && answerPlainly(request, response, machineHeaders)) return;
    response.setHeader("x-request-id", callId);
    for (const [name, value] of common) response.setHeader(name, value);
    // A gateway lets a call through after a 200 of any page, so a wrong path in its settings must not reach one.
    if (!isCheck && isForwarded) return void response.writeHead(403, machineHeaders).end();
    if (answerProbe(request, response, options)) return;
    if (isForMachines(request.url ?? "/", request.headers.accept)) {
      response.setHeader("content-security-policy", machinePolicy);
      if (respondDownload(request, response)) return;
      void answerMachine(request, response);
      return;
    }
    answerPerson(request, response).catch((error: unknown) => {
      log.error({ call: callId, err: error }, "a page could not be answered");
      response.destroy();
    });
  });

  const drain = new Drain(http, closing);
  answerProtocolErrors(http, everyMachineAnswer);

  async function answerPerson(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = request.url ?? "/";
    const { policy, headers } = pageSecurity(origin, isDevelopment);
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    // Before Next, which runs a server action without an Origin.
    if (needsOrigin(request.method ?? "") && !isOwnOrigin(request.headers.origin, origin))
      return respondForeign(response, origin);
    if (respondServiceWorker(request, response)) return;
    request.headers["content-security-policy"] = policy;
    // Set here and never taken from outside: sign-in leads back to the page that asked for it
    // (app/web/open-page.ts).
    request.headers["x-countersign-path"] = url;
    if (isAsset(url)) {
      // Next lets browsers keep a file of the build, unless there is a setting already.
      response.removeHeader("cache-control");
      return pages(request, response);
    }
    const address = betterAddress(request, origin);
    if (hasUnstorable(url, [request.headers.cookie])) respondUnstorable(response);
    else if (address) response.writeHead(307, { location: address }).end();
    else if ((request.method === "GET" && isReadFromMemory(url)) || (await lookAtDatabase()) !== "down")
      await pages(request, response);
    else respondUnavailable(request, response);
  }

  return {
    http,
    servePages: (handler) => {
      pages = handler;
    },
    close: () => drain.close(),
  };
}

/** Logs and times an answer: method, route, status and milliseconds; never a body, a query or an ID. */
function observe(
  request: IncomingMessage,
  response: ServerResponse,
  { log, callId: call }: { log: Logger; callId: string },
): void {
  const started = performance.now();
  response.once("close", () => {
    const ms = performance.now() - started;
    const method = request.method ?? "";
    const route = routeLabel(request.url ?? "/");
    // 499: the client left before the answer was complete (nginx's convention).
    const status = response.writableFinished ? response.statusCode : 499;
    metrics().httpSeconds.observe({ method, route, status }, ms / 1000);
    if (route !== "/_next")
      log.info({ call, method, route, status, ms: Math.round(ms * 10) / 10 }, "request");
  });
}

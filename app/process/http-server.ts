import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { getRequestListener } from "@hono/node-server";
import type { Logger } from "pino";
import { api } from "#app/api/index";
import { metrics } from "#app/metrics";
import { commonHeaders, machinePolicy, pageSecurity } from "#app/security-headers";
import { routeLabel } from "./route-label.ts";

export type PageHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

export interface HttpServerOptions {
  origin: string;
  isDevelopment: boolean;
  log: Logger;
  /** Once aborted, answers ask clients to close their connections. */
  closing: AbortSignal;
}

export interface HttpServer {
  readonly http: Server;
  /** Says who answers everything that is not for machines. */
  servePages(handler: PageHandler): void;
  /** Takes no more connections and waits for the answers under way, twenty seconds at most. */
  close(): Promise<void>;
}

const drainMilliseconds = 20_000;

/** One port for machines (the Hono app) and people (Next). Every answer is logged and timed, without bodies, queries or ids. */
export function createHttpServer({ origin, isDevelopment, log, closing }: HttpServerOptions): HttpServer {
  const answerMachine = getRequestListener(api.fetch, { overrideGlobalObjects: false });
  const common = Object.entries(commonHeaders(origin));
  let pages: PageHandler = async (_request, response) => void response.writeHead(503).end();

  const http = createServer((request, response) => {
    observe(request, response, log);
    for (const [name, value] of common) response.setHeader(name, value);
    if (closing.aborted) response.setHeader("connection", "close");
    const url = request.url ?? "/";
    if (isForMachines(url)) {
      response.setHeader("content-security-policy", machinePolicy);
      void answerMachine(request, response);
      return;
    }
    if (!url.startsWith("/_next/static/")) {
      const { policy, headers } = pageSecurity(origin, isDevelopment);
      request.headers["content-security-policy"] = policy;
      for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    }
    pages(request, response).catch((error: unknown) => {
      log.error({ err: error }, "a page could not be answered");
      response.destroy();
    });
  });

  return {
    http,
    servePages: (handler) => {
      pages = handler;
    },
    close: async () => {
      const closed = once(http, "close");
      http.close();
      const giveUp = setTimeout(() => http.closeAllConnections(), drainMilliseconds);
      await closed;
      clearTimeout(giveUp);
    },
  };
}

function isForMachines(url: string): boolean {
  return /^\/(api|\.well-known)\/|^\/metrics(\?|$)/.test(url);
}

function observe(request: IncomingMessage, response: ServerResponse, log: Logger): void {
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

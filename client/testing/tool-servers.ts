import { once } from "node:events";
import { createServer, request as forward, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import express from "express";
import { fastify } from "fastify";
import { Hono } from "hono";
import { afterAll } from "vitest";
import type { Admission } from "../src/http/admit.ts";
import { requireGrant as forExpress } from "../src/http/express.ts";
import { requireGrant as forFastify } from "../src/http/fastify.ts";
import { requireGrant as forFetch } from "../src/http/fetch.ts";
import { requireGrant as forHono } from "../src/http/hono.ts";
import type { Tool } from "../src/tool.ts";

interface Refund {
  charge: string;
  amount: number;
}

/** Builds the same tool, `POST /refunds`, with one framework. `perform` returns the status. */
type Build = (tool: Tool, perform: (admission: Admission) => number) => Promise<Server> | Server;

function refundOf({ charge, amount }: Refund) {
  return { type: "refund.create", resource: `charge/${charge}`, params: { amount, currency: "USD" } };
}

export const frameworks: Record<string, Build> = {
  Express: (tool, perform) => {
    const app = express();
    app.use(express.json());
    app.post(
      "/refunds",
      forExpress(tool, (request) => refundOf(request.body)),
      (request, response) => void response.status(perform(request.countersign)).json({ ok: true }),
    );
    return createServer(app);
  },
  Fastify: async (tool, perform) => {
    const app = fastify();
    app.post(
      "/refunds",
      { preHandler: forFastify(tool, (request) => refundOf(request.body as Refund)) },
      (request, reply) => void reply.code(perform(request.countersign)).send({ ok: true }),
    );
    await app.ready();
    return app.server;
  },
  Hono: (tool, perform) => {
    const app = new Hono();
    app.post(
      "/refunds",
      forHono(tool, async (c) => refundOf(await c.req.json())),
      (c) => c.json({ ok: true }, perform(c.get("countersign")) as 200),
    );
    return createServer(getRequestListener(app.fetch, { overrideGlobalObjects: false }));
  },
  "a fetch handler": (tool, perform) => {
    const handler = forFetch(
      tool,
      async (request) => refundOf((await request.json()) as Refund),
      async (request, admission) => {
        await request.json();
        return Response.json({ ok: true }, { status: perform(admission) });
      },
    );
    return createServer(getRequestListener(handler, { overrideGlobalObjects: false }));
  },
};

export interface ReservedPort {
  url: string;
  serve: (server: Server | RequestListener) => void;
  forwardTo: (port: number) => void;
}

/** A port for a tool whose audience must be known before the tool is built. */
export async function reservePort(): Promise<ReservedPort> {
  let answer: RequestListener = (_request, response) => void response.writeHead(503).end();
  const http = createServer((request, response) => answer(request, response));
  await once(http.listen(0, "127.0.0.1"), "listening");
  afterAll(() => {
    http.closeAllConnections();
    http.close();
  });
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    serve: (server) => {
      answer = typeof server === "function" ? server : (...call) => void server.emit("request", ...call);
    },
    forwardTo: (port) => {
      answer = (request, response) => {
        const { method, headers, url: path } = request;
        const passed = forward({ port, method, path, headers }, (answered) => {
          response.writeHead(answered.statusCode ?? 502, answered.headers);
          answered.pipe(response);
        });
        request.pipe(passed);
      };
    },
  };
}

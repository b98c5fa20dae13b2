import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { visible } from "../visible.ts";
import { sendProblem } from "./answers.ts";
import { type Edge, exchange } from "./exchange.ts";
import type { Settings } from "./settings.ts";

const mostHeaderBytes = 16 * 1024;
/** More calls could hold more bodies than fit in memory. */
const mostExchanges = 1000;
const headerSeconds = 15;
const flushSeconds = 3;

/** A listening proxy. `stop` ends waiting calls, and resolves when every forwarded call is recorded. */
interface Running {
  url: string;
  stop: () => Promise<void>;
}

/** Starts the proxy. */
export async function serve(
  settings: Settings,
  { countersign, log }: Pick<Edge, "countersign" | "log">,
): Promise<Running> {
  const closing = new AbortController();
  const exchanges: Set<Promise<void>> = new Set();
  const edge: Edge = { settings, countersign, closing: closing.signal, log };
  const server = createServer({
    insecureHTTPParser: false,
    maxHeaderSize: mostHeaderBytes,
    headersTimeout: headerSeconds * 1000,
    requestTimeout: (headerSeconds + settings.bodySeconds) * 1000,
    connectionsCheckingInterval: 1000,
    requireHostHeader: true,
  });
  server.maxConnections = mostExchanges;
  const listener =
    (options: { expectsContinue: boolean }) => (request: IncomingMessage, response: ServerResponse) => {
      if (exchanges.size >= mostExchanges) return sendBusy(response);
      const run = exchange(edge, request, response, options)
        .catch((error) => log(`Unexpected error: ${visible(error)}`))
        .finally(() => exchanges.delete(run));
      exchanges.add(run);
    };
  server.on("request", listener({ expectsContinue: false }));
  server.on("checkContinue", listener({ expectsContinue: true }));
  server.on("connect", (_, socket) =>
    socket.end("HTTP/1.1 501 Not Implemented\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"),
  );
  await new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(settings.listen.port, settings.listen.host, () => resolve(undefined));
  });
  return { url: urlOf(server.address()), stop: () => stop(server, closing, exchanges) };
}

function sendBusy(response: ServerResponse) {
  const headers = { connection: "close", "retry-after": "5" };
  const detail = "The proxy holds too many calls, so this one didn't run. Repeat it later.";
  sendProblem(response, { status: 503, code: "busy", detail, headers });
}

async function stop(server: Server, closing: AbortController, exchanges: Set<Promise<void>>) {
  const closed = new Promise((resolve) => server.close(resolve));
  closing.abort();
  await Promise.allSettled(exchanges);
  // Answers may still be on their way.
  const closingIdle = setInterval(() => server.closeIdleConnections(), 50);
  const closingAll = setTimeout(() => server.closeAllConnections(), flushSeconds * 1000);
  await closed;
  clearInterval(closingIdle);
  clearTimeout(closingAll);
}

function urlOf(address: ReturnType<Server["address"]>) {
  if (address === null || typeof address === "string") throw new Error("the proxy has no port");
  const host = address.family === "IPv6" ? `[${address.address}]` : address.address;
  return `http://${host}:${address.port}`;
}

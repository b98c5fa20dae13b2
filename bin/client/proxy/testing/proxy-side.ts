import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { afterAll, vi } from "vitest";
import type { Outcome } from "#client/grant/report-execution";
import type { Port } from "#lib/boundary/calls/port";
import type { Action } from "#lib/boundary/mapping/engine/action-of";
import { readMapping } from "#lib/boundary/mapping/engine/read-mapping";
import { serve } from "../serve.ts";
import type { Settings } from "../settings.ts";

export interface RunningProxy {
  url: string;
  port: number;
  log: string[];
  stop: () => Promise<void>;
}

/** A proxy in this process. */
export async function startProxy(
  upstream: string,
  countersign: Parameters<typeof serve>[1]["countersign"],
  given: Partial<Settings> = {},
): Promise<RunningProxy> {
  const log: string[] = [];
  const settings: Settings = {
    upstream: new URL(upstream),
    mapping: readMapping({ version: 1 }),
    listen: { host: "127.0.0.1", port: 0 },
    isLoopback: true,
    credentials: { authorization: "Bearer upstream-secret" },
    holdSeconds: 10,
    answerSeconds: 10,
    bodySeconds: 10,
    mostBytes: 20 * 1024 * 1024,
    patienceSeconds: 5,
    ...given,
  };
  const running = await serve(settings, {
    countersign,
    log: (line) => void log.push(line),
  });
  afterAll(() => running.stop());
  return { ...running, port: Number(new URL(running.url).port), log };
}

export interface AllowingPort extends Port {
  asked: Action[];
  outcomes: Outcome[];
  redeemed: number;
}

/** A Countersign that allows every action: only the proxy itself can stop a call. */
export function allowingPort(): AllowingPort {
  const port: AllowingPort = {
    asked: [],
    outcomes: [],
    redeemed: 0,
    ask: async (action) => {
      port.asked.push(action);
      return { request: { id: "req_1", state: "allowed" }, grant: "grant" };
    },
    wait: async (answer) => answer,
    redeem: async () => {
      port.redeemed += 1;
    },
    report: async (_, outcome) => void port.outcomes.push(outcome),
  };
  return port;
}

/** Opens a connection and sends bytes that no HTTP client would send. */
export async function open(port: number, text = ""): Promise<Socket> {
  const socket = connect(port, "127.0.0.1");
  socket.on("error", () => {});
  await once(socket, "connect");
  socket.write(text, "latin1");
  return socket;
}

/** What the proxy answers to these bytes until it closes the connection. */
export async function exchangeRaw(port: number, text: string): Promise<string> {
  const socket = await open(port, text);
  let answer = "";
  socket.on("data", (data) => {
    answer += data.toString("latin1");
  });
  await once(socket, "close");
  return answer;
}

/** A request as text, with `Connection: close`. */
export function rawRequest(line: string, headers: string[] = [], body = ""): string {
  return [line, "Host: 127.0.0.1", "Connection: close", ...headers, "", body].join("\r\n");
}

/** Waits until a check passes, also on a busy machine. */
export function eventually<Value>(check: () => Value | Promise<Value>): Promise<Value> {
  return vi.waitFor(check, { timeout: 15_000 });
}

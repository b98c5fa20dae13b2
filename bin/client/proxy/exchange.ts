import type { IncomingMessage as Request, ServerResponse as Response } from "node:http";
import type { Untyped } from "#client/json/untyped";
import type { Port } from "#lib/boundary/calls/port";
import { runCall } from "#lib/boundary/calls/run-call";
import { CallError } from "#lib/boundary/mapping/engine/call-error";
import { describeCall, type Head } from "#lib/boundary/mapping/engine/http-call";
import { CallChanged, checkedPort } from "../boundary/checked-port.ts";
import { visible } from "../visible.ts";
import { errorAnswer, sendProblem, stoppedAnswer } from "./answers.ts";
import { forwardCall } from "./forward-call.ts";
import { readHead, requireAdmission } from "./head.ts";
import { readPrefer } from "./headers.ts";
import { changeSince, mapped } from "./mapped.ts";
import { ProxyRefusal } from "./proxy-refusal.ts";
import type { Settings } from "./settings.ts";
import { type Spooled, spool } from "./spool.ts";

type Ran = Awaited<ReturnType<typeof ask>>;

/** Shared by all exchanges. `closing`: aborted when the proxy stops. */
export interface Edge {
  settings: Settings;
  countersign: Port<Untyped>;
  closing: AbortSignal;
  log: (line: string) => void;
}

/** A client's call: checked, read, asked for, and forwarded once if allowed. Resolves when recorded. */
export async function exchange(
  edge: Edge,
  request: Request,
  response: Response,
  { expectsContinue }: { expectsContinue?: boolean } = {},
): Promise<void> {
  const { settings } = edge;
  let body: Spooled | undefined;
  try {
    requireAdmission(request, settings);
    const head = readHead(request, settings);
    if (expectsContinue) response.writeContinue();
    body = await spool(request, { mostBytes: settings.mostBytes, seconds: settings.bodySeconds });
    const result = await ask(edge, { request, response, head, body });
    edge.log(`${head.method} ${visible(head.path)}: ${wordOf(result)}`);
    answer(result, response);
    await body.discard();
    if ("reported" in result && (await result.reported) === false)
      edge.log(`${visible(result.requestId)}: the outcome could not be reported`);
  } catch (error) {
    refuse(edge, error, { request, response });
  } finally {
    await body?.discard();
  }
}

async function ask(
  { settings, countersign, closing }: Edge,
  { request, response, head, body }: { request: Request; response: Response; head: Head; body: Spooled },
) {
  const call = describeCall(head, body);
  const { action } = await mapped(settings, call);
  const { holdSeconds, applied } = readPrefer(one(request.headers.prefer), settings.holdSeconds);
  if (applied !== undefined) response.setHeader("preference-applied", applied);
  const { signal, release } = clientSignal(request, closing);
  const forward = () => forwardCall(settings, { request, response, head, call, body });
  const reportWithinSeconds = Math.min(86_400, settings.answerSeconds + 900);
  let hasWaited = false;
  const onPending = () => {
    hasWaited = true;
  };
  const findChange = async () => (hasWaited ? changeSince(settings, call, action) : undefined);
  const options = { action, holdSeconds, signal, onPending, forward, reportWithinSeconds };
  try {
    const result = await runCall(checkedPort(countersign, findChange), options);
    if (result.kind === "stopped" && result.cause instanceof CallChanged)
      return { ...result, ...result.cause.stopped };
    return result;
  } finally {
    release();
  }
}

/** Aborts when the client closes its connection, or the proxy stops. */
function clientSignal({ socket }: Request, closing: AbortSignal) {
  const client = new AbortController();
  const abort = () => client.abort();
  socket.once("close", abort);
  if (socket.destroyed) abort();
  return {
    signal: AbortSignal.any([client.signal, closing]),
    release: () => void socket.off("close", abort),
  };
}

function answer(result: Ran, response: Response) {
  if (result.kind === "ran" || response.headersSent) return;
  sendProblem(response, result.kind === "stopped" ? stoppedAnswer(result) : errorAnswer(result));
}

function refuse(
  { log }: Edge,
  error: unknown,
  { request, response }: { request: Request; response: Response },
) {
  if (request.socket.destroyed) return;
  const isOurs = error instanceof ProxyRefusal || error instanceof CallError;
  if (!isOurs) log(`Unexpected error: ${visible(error instanceof Error ? error.message : error)}`);
  if (response.headersSent) return void response.destroy();
  // The rest of the body isn't read.
  const headers = { connection: "close", ...(error instanceof ProxyRefusal && error.headers) };
  if (error instanceof ProxyRefusal)
    return sendProblem(response, { status: error.status, code: error.code, detail: error.message, headers });
  if (error instanceof CallError)
    return sendProblem(response, { status: 400, code: "invalid_call", detail: error.message, headers });
  sendProblem(response, { status: 500, code: "internal", detail: "The proxy failed. See its log.", headers });
}

function wordOf(result: Ran) {
  const word =
    result.kind === "stopped"
      ? result.why
      : result.kind === "ran"
        ? `forwarded, ${result.value}`
        : result.kind;
  return result.requestId === undefined ? word : `${word} (${visible(result.requestId)})`;
}

function one(value: string | string[] | undefined) {
  return Array.isArray(value) ? value[0] : value;
}

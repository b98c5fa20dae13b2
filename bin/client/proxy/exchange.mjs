// @ts-check
import { runCall } from "../../../lib/boundary/calls/run-call.mjs";
import { CallError } from "../../../lib/boundary/mapping/engine/call-error.mjs";
import { describeCall } from "../../../lib/boundary/mapping/engine/http-call.mjs";
import { CallChanged, checkedPort } from "../boundary/checked-port.mjs";
import { visible } from "../visible.mjs";
import { requireAdmission } from "./admission.mjs";
import { errorAnswer, sendProblem, stoppedAnswer } from "./answers.mjs";
import { forwardCall } from "./forward-call.mjs";
import { readHead } from "./head.mjs";
import { changeSince, mapped } from "./mapped.mjs";
import { readPrefer } from "./prefer.mjs";
import { Refusal } from "./refusal.mjs";
import { spool } from "./spool.mjs";

/** @typedef {import("node:http").IncomingMessage} Request */
/** @typedef {import("node:http").ServerResponse} Response */
/** @typedef {import("./head.mjs").Head} Head */
/** @typedef {import("./settings.mjs").Settings} Settings */
/** @typedef {import("./spool.mjs").Spooled} Spooled */
/** @typedef {Awaited<ReturnType<typeof ask>>} Ran */

/**
 * What every exchange shares. `closing`: aborted when the proxy stops.
 * @typedef {object} Edge
 * @property {Settings} settings
 * @property {import("../../../lib/boundary/calls/port.mjs").Port<any>} countersign
 * @property {AbortSignal} closing
 * @property {(line: string) => void} log
 */

/**
 * One call of a client: checked, read, asked for, and forwarded once if it is allowed.
 * @param {Edge} edge
 * @param {Request} request
 * @param {Response} response
 * @param {{expectsContinue?: boolean}} [options]
 * @returns {Promise<void>} when the outcome is recorded
 */
export async function exchange(edge, request, response, { expectsContinue } = {}) {
  const { settings } = edge;
  /** @type {Spooled | undefined} */
  let body;
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

/**
 * @param {Edge} edge
 * @param {{request: Request, response: Response, head: Head, body: Spooled}} parts
 */
async function ask({ settings, countersign, closing }, { request, response, head, body }) {
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

/**
 * A signal that aborts when the client closes its connection, or when the proxy stops.
 * @param {Request} request
 * @param {AbortSignal} closing
 */
function clientSignal({ socket }, closing) {
  const client = new AbortController();
  const abort = () => client.abort();
  socket.once("close", abort);
  if (socket.destroyed) abort();
  return {
    signal: AbortSignal.any([client.signal, closing]),
    release: () => void socket.off("close", abort),
  };
}

/** @param {Ran} result @param {Response} response */
function answer(result, response) {
  if (result.kind === "ran" || response.headersSent) return;
  sendProblem(response, result.kind === "stopped" ? stoppedAnswer(result) : errorAnswer(result));
}

/**
 * @param {Edge} edge
 * @param {unknown} error
 * @param {{request: Request, response: Response}} parts
 */
function refuse({ log }, error, { request, response }) {
  if (request.socket.destroyed) return;
  const isOurs = error instanceof Refusal || error instanceof CallError;
  if (!isOurs) log(`Unexpected error: ${visible(error instanceof Error ? error.message : error)}`);
  if (response.headersSent) return void response.destroy();
  // The rest of the body isn't read.
  const headers = { connection: "close", ...(error instanceof Refusal && error.headers) };
  if (error instanceof Refusal)
    return sendProblem(response, { status: error.status, code: error.code, detail: error.message, headers });
  if (error instanceof CallError)
    return sendProblem(response, { status: 400, code: "invalid_call", detail: error.message, headers });
  sendProblem(response, { status: 500, code: "internal", detail: "The proxy failed. See its log.", headers });
}

/** @param {Ran} result */
function wordOf(result) {
  const word =
    result.kind === "stopped"
      ? result.why
      : result.kind === "ran"
        ? `forwarded, ${result.value}`
        : result.kind;
  return result.requestId === undefined ? word : `${word} (${visible(result.requestId)})`;
}

/** @param {string | string[] | undefined} value */
function one(value) {
  return Array.isArray(value) ? value[0] : value;
}

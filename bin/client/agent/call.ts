import { type Caller, type CallInit, type Answer as ClientAnswer, callWithRetries } from "#client/call";
import type { Untyped } from "#client/json/untyped";
import { Refusal } from "#client/refusal";
import { type ExitName, exitOf } from "../exit-codes.ts";
import { Fault } from "../fault.ts";
import { httpSend } from "../http-send.ts";
import type { Io } from "../io.ts";
import { visible, visibleLines } from "../visible.ts";

export type Answer = ClientAnswer;

/** A call. `headers` is a function, because each attempt is signed anew. */
export type Call = Pick<CallInit, "method" | "headers" | "body" | "timeoutSeconds"> & { url: string };

/** How the command line calls: as often as its patience allows. */
export function callerOf(io: Io): Caller {
  return {
    send: httpSend,
    clock: io,
    attempts: Number.POSITIVE_INFINITY,
    attemptSeconds: 30,
    maximumBytes: 2 ** 25,
    onRetry: (why) => io.err(`${visibleLines(faultOfRefusal(why).message)}. Retrying…\n`),
  };
}

/** Makes a call, repeated within its patience. @throws {Fault} `unreachable` or `rate_limited` */
export async function send(
  io: Io,
  { url, ...call }: Call,
  options: { patienceSeconds: number; signal?: AbortSignal },
): Promise<Answer> {
  return callWithRetries(callerOf(io), url, { ...call, ...options }).catch(rethrow);
}

/** Throws a call's error, a refusal as a fault. */
export function rethrow(thrown: unknown): never {
  throw thrown instanceof Refusal ? faultOfRefusal(thrown) : thrown;
}

/** Refusals of the client, not the server. */
const exits: Readonly<Record<string, ExitName>> = {
  issuer_unavailable: "unreachable",
  invalid_answer: "untrusted",
  not_set_up: "usage",
  invalid_action: "usage",
  outcome_unknown: "grant_redeemed",
  grant_not_yet_valid: "grant_refused",
};

/** The error for a refusal, with the server's own explanation and code where the server sent them. */
export function faultOfRefusal(refusal: Refusal): Fault {
  const { code, answer, message, cause } = refusal;
  const isUnavailable = code === "issuer_unavailable";
  const isExplained = isUnavailable
    ? typeof answer?.body?.detail === "string"
    : answer && answer.status >= 400;
  const explained = isExplained && answer ? faultOf(answer) : undefined;
  const text = explained?.message ?? visible(message.replace(/\.$/, ""));
  const isOwn = !explained || (isUnavailable && explained.exit !== "rate_limited");
  const exit = isOwn ? (exits[code] ?? exitOf(code, 400)) : explained.exit;
  const more = code === "outcome_unknown" ? `\n${message}` : "";
  const about = { code: explained?.code ?? code, answer: answer?.body, cause };
  const fault = new Fault(exit, `${text}${more}`, about);
  fault.wasSent = refusal.mayHaveArrived;
  return fault;
}

/** An error answer as a fault: the exit code by the answer's code, the server's message. */
export function faultOf({ status, body }: Pick<Answer, "status" | "body">): Fault {
  const code = typeof body?.code === "string" ? body.code : `http_${status}`;
  const exit = exitOf(code, status);
  const detail = typeof body?.detail === "string" ? body.detail : `unexpected response: HTTP ${status}`;
  const faults = Array.isArray(body?.errors)
    ? body.errors
        .map((fault: Untyped) => `\n  ${lineOf(fault)}${visible(fault?.path)}: ${visible(fault?.message)}`)
        .join("")
    : "";
  return new Fault(exit, `${visible(detail)} (${visible(code)})${faults}`, { code, answer: body });
}

function lineOf(fault: Untyped) {
  return Number.isInteger(fault?.line) ? `line ${fault.line} ` : "";
}

// @ts-check
import { numberToMatch } from "../../../../lib/boundary/calls/number-to-match.mjs";
import { runCall } from "../../../../lib/boundary/calls/run-call.mjs";
import { CallChanged, checkedPort } from "../../boundary/checked-port.mjs";
import { sha256 } from "../../receipts/bytes.mjs";
import { elicitationResponse, failedResponse, stoppedResponse, waitingWords } from "./answers.mjs";
import { isInterrupted } from "./continuations.mjs";
import { describedCall } from "./described-call.mjs";
import { errorResponse } from "./message.mjs";
import { changeSince, planCall } from "./plan-call.mjs";
import { tellWaiting, wayToWait } from "./waiting.mjs";

/** @typedef {import("./message.mjs").Message} Message */

/** @typedef {import("./side.mjs").Side} Side */
/** @typedef {import("./side.mjs").Answer} Answer */
/** @typedef {import("./side.mjs").Forwarded} Forwarded */
/** @typedef {import("./plan-call.mjs").Planned & {side: Side, isResumed: boolean}} Call */

/** The longest time from the redemption of a call to its outcome. */
const reportWithinSeconds = 3600;

/** Stops each `tools/call` until it is decided, and lets it through once its grant is redeemed. */
export class Gate {
  /** @type {Set<Promise<unknown>>} */
  #reports = new Set();
  /** @type {Set<Promise<unknown>>} calls that the MCP server interrupted */
  #interrupted = new Set();

  /**
   * @param {{mapping: any, consolePins?: import("./console-pins.mjs").ConsolePins, server: string, hold?: number, err: (text: string) => void, states:
   * import("./request-state.mjs").RequestStates, tasks: import("./tasks.mjs").Tasks, continuations:
   * import("./continuations.mjs").Continuations}} options
   */
  constructor(options) {
    this.options = options;
  }

  /**
   * @param {Message} given
   * @param {Side} side
   * @returns {Promise<Answer>}
   */
  async call(given, side) {
    const { states, continuations } = this.options;
    // The client would wait for a task that the server doesn't start.
    if (given.params.task !== undefined)
      return { message: errorResponse(given, -32602, "The gateway doesn't support tasks of 2025-11-25.") };
    const sent = describedCall(given);
    const { requestState } = sent.params;
    const handle = states.isHandle(requestState) ? requestState : undefined;
    const request = handle === undefined ? sent : withoutInput(sent);
    const planned = await planCall(request, { ...this.options, side });
    if ("stopped" in planned) return { message: stoppedResponse(request, planned.stopped) };
    if (handle !== undefined && !states.consume(handle, planned.binding))
      return { message: errorResponse(sent, -32602, "This requestState isn't valid for this call.") };
    const interrupted = continuations.take(planned.binding, request);
    if (interrupted) return this.#continue(request, { ...planned, side, interrupted });
    return this.#decide(request, { ...planned, side, isResumed: handle !== undefined });
  }

  /** Resolves when every outcome is reported. */
  async close() {
    this.options.continuations.close();
    await Promise.all(this.#interrupted);
    await Promise.all(this.#reports);
  }

  /**
   * Answers when the call ran or was stopped, or earlier with a task or an elicitation.
   * @param {Message} request
   * @param {Call} call
   * @returns {Promise<Answer>}
   */
  #decide(request, call) {
    const { tasks, hold } = this.options;
    const { side, isResumed, action } = call;
    let hasWaited = false;
    const { capabilities, agent } = side;
    const hasRoomForTask = tasks.hasRoom;
    const { way, holdSeconds } = wayToWait(request, { capabilities, isResumed, hasRoomForTask, hold });
    const stop = new AbortController();
    const cancel = () => stop.abort(new Error("cancelled by the client"));
    side.signal.addEventListener("abort", cancel, { once: true });
    if (side.signal.aborted) cancel();
    let isDetached = false;
    let stopTelling = () => {};
    const progress = { step: 0 };
    /** @type {((statusMessage: string) => void) | undefined} */
    let tellTask;
    return new Promise((resolve) => {
      /** @param {{request: {approval_url?: string, number_to_match?: string}}} asked */
      const onPending = (asked) => {
        const pending = {
          approvalUrl: asked.request.approval_url ?? "",
          number: numberToMatch(asked.request),
        };
        hasWaited = true;
        if (way === "hold") {
          stopTelling();
          const told = tellWaiting(request, side, pending, progress);
          stopTelling = told.stop;
          return told.isShown;
        }
        if (way === "elicitation") {
          resolve({ message: this.#elicitation(request, call, pending) });
          cancel();
        }
        if (tellTask) tellTask(waitingWords(pending));
        else if (way === "task") {
          isDetached = true;
          side.signal.removeEventListener("abort", cancel);
          const statusMessage = waitingWords(pending);
          const response = late.then(({ message }) => message);
          const task = tasks.create({ agent: agent.id, statusMessage, stop, response });
          tellTask = task.tell;
          resolve({ message: { jsonrpc: "2.0", id: request.id, result: task.result } });
        }
        return true;
      };
      const forward = () => {
        stopTelling();
        const onInterrupted = (/** @type {Forwarded} */ question) => {
          this.#interrupted.add(late);
          late.finally(() => this.#interrupted.delete(late));
          resolve(question);
        };
        return this.#forward(request, { ...call, signal: stop.signal, isDetached, onInterrupted });
      };
      const options = { action, holdSeconds, reportWithinSeconds, signal: stop.signal, onPending, forward };
      const findChange = async () =>
        hasWaited ? changeSince(request, { ...this.options, side, binding: call.binding }) : undefined;
      const late = runCall(checkedPort(agent.countersign, findChange), {
        ...options,
        onReportFailed: this.#onReportFailed,
      }).then((result) => {
        stopTelling();
        side.signal.removeEventListener("abort", cancel);
        return this.#answerOf(request, result);
      });
      late.then(resolve);
    });
  }

  /** @param {Message} request @param {any} result @returns {Answer} */
  #answerOf(request, result) {
    if ("reported" in result) {
      this.#reports.add(result.reported);
      result.reported.finally(() => this.#reports.delete(result.reported));
    }
    if (result.kind === "ran") return result.value;
    if (result.cause instanceof CallChanged)
      return { message: stoppedResponse(request, { ...result, ...result.cause.stopped }) };
    if (result.kind === "stopped") return { message: stoppedResponse(request, result) };
    return { message: failedResponse(request, result) };
  }

  /** @param {Message} request @param {Call} call @param {import("./answers.mjs").Pending} pending */
  #elicitation(request, { binding }, pending) {
    const requestState = this.options.states.issue(binding);
    return elicitationResponse(request, { ...pending, requestState });
  }

  /**
   * Sends an approved call. If the MCP server interrupts it, the outcome is that of the last round.
   * @param {Message} request
   * @param {Call & {signal: AbortSignal, isDetached: boolean, onInterrupted: (question: Forwarded) =>
   * void}} call
   */
  async #forward(request, { side, binding, signal, isDetached, onInterrupted }) {
    const first = await side.forward(request, { signal, isDetached });
    if (!isInterrupted(request, first.message)) return outcomeOf(first);
    if (isDetached) return { ...outcomeOf(first), failed: true, error: "a task can't ask the client" };
    onInterrupted(first);
    return outcomeOf(await this.options.continuations.lastRound(binding, first.message.result));
  }

  /**
   * Sends the next round of an approved call.
   * @param {Message} request
   * @param {import("./plan-call.mjs").Planned & {side: Side, interrupted:
   * import("./continuations.mjs").Interrupted}} call
   * @returns {Promise<Forwarded>}
   */
  async #continue(request, { side, binding, interrupted }) {
    try {
      const next = await side.forward(request, { signal: side.signal, isDetached: false });
      if (isInterrupted(request, next.message))
        this.options.continuations.keep(binding, next.message.result, interrupted);
      else interrupted.resolve(next);
      return next;
    } catch (error) {
      interrupted.reject(error);
      throw error;
    }
  }

  /** @param {unknown} error */
  #onReportFailed = (error) => {
    this.options.err(`The outcome of a call couldn't be reported: ${error}\n`);
  };
}

/** The call without what belongs to the gateway's own elicitation. @param {Message} sent */
function withoutInput(sent) {
  const { requestState: _state, inputResponses: _responses, ...params } = sent.params;
  return { ...sent, params };
}

/** @param {Forwarded} value */
function outcomeOf(value) {
  const { error, result } = value.message;
  const failed = error !== undefined || result?.isError === true;
  return { value, failed, error: error?.message, resultSha256: sha256(value.bytes).toString("base64url") };
}

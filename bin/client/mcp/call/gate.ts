import { numberToMatch } from "#client/agent/number-to-match";
import type { Untyped } from "#client/json/untyped";
import { runCall } from "#lib/boundary/calls/run-call";
import { CallChanged, checkedPort } from "../../boundary/checked-port.ts";
import { sha256 } from "../../receipts/bytes.ts";
import type { Pending } from "./answers.ts";
import { elicitationResponse, failedResponse, stoppedResponse, waitingWords } from "./answers.ts";
import type { ConsolePins } from "./console-pins.ts";
import type { Continuations, Interrupted } from "./continuations.ts";
import { isInterrupted } from "./continuations.ts";
import { describedCall } from "./described-call.ts";
import type { Message } from "./message.ts";
import { errorResponse } from "./message.ts";
import type { Planned } from "./plan-call.ts";
import { changeSince, planCall } from "./plan-call.ts";
import type { RequestStates } from "./request-state.ts";
import type { Answer, Forwarded, Side } from "./side.ts";
import type { Tasks } from "./tasks.ts";
import { tellWaiting, wayToWait } from "./waiting.ts";

type Call = Planned & { side: Side; isResumed: boolean };

/** The longest time from the redemption of a call to its outcome. */
const reportWithinSeconds = 3600;

/** Stops each `tools/call` until it is decided, and lets it through once its grant is redeemed. */
export class Gate {
  #reports: Set<Promise<unknown>> = new Set();
  /** Calls that the MCP server interrupted. */
  #interrupted: Set<Promise<unknown>> = new Set();

  constructor(
    readonly options: {
      mapping: Untyped;
      consolePins?: ConsolePins;
      server: string;
      hold?: number;
      err: (text: string) => void;
      states: RequestStates;
      tasks: Tasks;
      continuations: Continuations;
    },
  ) {}

  async call(given: Message, side: Side): Promise<Answer> {
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

  /** Answers when the call ran or was stopped, or earlier with a task or an elicitation. */
  #decide(request: Message, call: Call): Promise<Answer> {
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
    let tellTask: ((statusMessage: string) => void) | undefined;
    return new Promise((resolve) => {
      const onPending = (asked: { request: { approval_url?: string; number_to_match?: string } }) => {
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
        const onInterrupted = (question: Forwarded) => {
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

  #answerOf(request: Message, result: Untyped): Answer {
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

  #elicitation(request: Message, { binding }: Call, pending: Pending) {
    const requestState = this.options.states.issue(binding);
    return elicitationResponse(request, { ...pending, requestState });
  }

  /**
   * Sends an approved call. If the MCP server interrupts it, the outcome is that of the last round.
   */
  async #forward(
    request: Message,
    {
      side,
      binding,
      signal,
      isDetached,
      onInterrupted,
    }: Call & { signal: AbortSignal; isDetached: boolean; onInterrupted: (question: Forwarded) => void },
  ) {
    const first = await side.forward(request, { signal, isDetached });
    if (!isInterrupted(request, first.message)) return outcomeOf(first);
    if (isDetached) return { ...outcomeOf(first), failed: true, error: "a task can't ask the client" };
    onInterrupted(first);
    return outcomeOf(await this.options.continuations.lastRound(binding, first.message.result));
  }

  /** Sends the next round of an approved call. */
  async #continue(
    request: Message,
    { side, binding, interrupted }: Planned & { side: Side; interrupted: Interrupted },
  ): Promise<Forwarded> {
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

  #onReportFailed = (error: unknown) => {
    this.options.err(`The outcome of a call couldn't be reported: ${error}\n`);
  };
}

/** The call without what belongs to the gateway's own elicitation. */
function withoutInput(sent: Message) {
  const { requestState: _state, inputResponses: _responses, ...params } = sent.params;
  return { ...sent, params };
}

function outcomeOf(value: Forwarded) {
  const { error, result } = value.message;
  const failed = error !== undefined || result?.isError === true;
  return { value, failed, error: error?.message, resultSha256: sha256(value.bytes).toString("base64url") };
}

import { createHash } from "node:crypto";
import { numberToMatch } from "#client/agent/asked";
import type { Untyped } from "#client/json/untyped";
import { runCall } from "#lib/boundary/calls/run-call";
import { CallChanged, checkedPort } from "../../boundary/checked-port.ts";
import { failedResponse, stoppedResponse } from "./answers.ts";
import type { ConsolePins } from "./console-pins.ts";
import { type Continuations, type Interrupted, isInterrupted } from "./continuations.ts";
import { describedCall } from "./described-call.ts";
import { errorResponse, type Message } from "./message.ts";
import { OpenCall } from "./open-call.ts";
import { changeSince, type Planned, planCall } from "./plan-call.ts";
import type { RequestStates } from "./request-state.ts";
import type { Answer, Forwarded, Side } from "./side.ts";
import type { Tasks } from "./tasks.ts";
import { wayToWait } from "./waiting.ts";
import { ElicitedWait, HeldWait, TaskWait, type Wait } from "./waits.ts";

type Call = Planned & { side: Side; isResumed: boolean };

interface WayToWait {
  wait: Wait;
  holdSeconds: number;
}

/** The longest time from a call's redemption to its outcome. */
const reportWithinSeconds = 3600;

/** Stops each `tools/call` until decided, and lets a redeemed call through. */
export class Gate {
  #reports: Set<Promise<unknown>> = new Set();
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
    // The client would wait for a task that the server never starts.
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

  async close() {
    this.options.continuations.close();
    await Promise.all(this.#interrupted);
    await Promise.all(this.#reports);
  }

  /** Answers when the call ran or was stopped, or earlier with a task or an elicitation. */
  #decide(request: Message, call: Call): Promise<Answer> {
    const { action, binding, side } = call;
    const open = new OpenCall(side.signal);
    const { wait, holdSeconds } = this.#waitFor(request, call, open);
    const onPending = (asked: { request: { approval_url?: string; number_to_match?: string } }) => {
      open.hasWaited = true;
      const approvalUrl = asked.request.approval_url ?? "";
      return wait.pending({ approvalUrl, number: numberToMatch(asked.request) });
    };
    const forward = () => {
      wait.end();
      return this.#forward(request, call, open);
    };
    const findChange = async () =>
      open.hasWaited ? changeSince(request, { ...this.options, side, binding }) : undefined;
    const ended = runCall(checkedPort(side.agent.countersign, findChange), {
      ...{ action, holdSeconds, reportWithinSeconds, signal: open.stop.signal, onPending, forward },
      onReportFailed: this.#onReportFailed,
    });
    return open.follow(
      ended.then((result) => {
        wait.end();
        return this.#answerOf(request, result);
      }),
    );
  }

  #waitFor(request: Message, { side, isResumed, binding }: Call, open: OpenCall): WayToWait {
    const { tasks, states, hold } = this.options;
    const { capabilities, agent } = side;
    const hasRoomForTask = tasks.hasRoom;
    const { way, holdSeconds } = wayToWait(request, { capabilities, isResumed, hasRoomForTask, hold });
    if (way === "task") return { wait: new TaskWait(request, open, agent.id, tasks), holdSeconds };
    if (way === "elicitation") return { wait: new ElicitedWait(request, open, binding, states), holdSeconds };
    return { wait: new HeldWait(request, side), holdSeconds };
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

  /** Sends an approved call. After an interruption, the last round's outcome counts. */
  async #forward(request: Message, { side, binding }: Call, open: OpenCall) {
    const { isDetached, late, stop } = open;
    const first = await side.forward(request, { signal: stop.signal, isDetached });
    if (!isInterrupted(request, first.message)) return outcomeOf(first);
    if (isDetached) return { ...outcomeOf(first), failed: true, error: "a task can't ask the client" };
    this.#interrupted.add(late);
    void late.finally(() => this.#interrupted.delete(late));
    open.answerWith(first);
    return outcomeOf(await this.options.continuations.lastRound(binding, first.message.result));
  }

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

/** The call without the gateway's own elicitation. */
function withoutInput(sent: Message) {
  const { requestState: _state, inputResponses: _responses, ...params } = sent.params;
  return { ...sent, params };
}

function outcomeOf(value: Forwarded) {
  const { error, result } = value.message;
  const failed = error !== undefined || result?.isError === true;
  const resultSha256 = createHash("sha256").update(value.bytes).digest("base64url");
  return { value, failed, error: error?.message, resultSha256 };
}

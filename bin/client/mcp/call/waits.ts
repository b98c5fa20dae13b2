import { elicitationResponse, type Pending, waitingWords } from "./answers.ts";
import type { Message } from "./message.ts";
import type { OpenCall } from "./open-call.ts";
import type { RequestStates } from "./request-state.ts";
import type { Side } from "./side.ts";
import type { Tasks } from "./tasks.ts";
import { tellWaiting } from "./waiting.ts";

/** A way to wait for a decision. */
export interface Wait {
  /** The call needs approval. Returns whether the person at the agent sees the number while waiting. */
  pending: (pending: Pending) => boolean;
  end: () => void;
}

/** The client waits, and hears from the call every few seconds. */
export class HeldWait implements Wait {
  #stop = () => {};
  #progress = { step: 0 };

  constructor(
    private readonly request: Message,
    private readonly side: Side,
  ) {}

  pending(pending: Pending) {
    this.#stop();
    const told = tellWaiting(this.request, this.side, pending, this.#progress);
    this.#stop = told.stop;
    return told.isShown;
  }

  end() {
    this.#stop();
  }
}

/** The client shows its person the approval page, and then repeats the call. */
export class ElicitedWait implements Wait {
  constructor(
    private readonly request: Message,
    private readonly call: OpenCall,
    private readonly binding: Parameters<RequestStates["issue"]>[0],
    private readonly states: RequestStates,
  ) {}

  pending(pending: Pending) {
    const requestState = this.states.issue(this.binding);
    this.call.answerWith({ message: elicitationResponse(this.request, { ...pending, requestState }) });
    this.call.cancel();
    return true;
  }

  end() {}
}

/** The client polls a task, where the number appears. */
export class TaskWait implements Wait {
  #tell: ((statusMessage: string) => void) | undefined;

  constructor(
    private readonly request: Message,
    private readonly call: OpenCall,
    private readonly agent: string,
    private readonly tasks: Tasks,
  ) {}

  pending(pending: Pending) {
    const statusMessage = waitingWords(pending);
    if (this.#tell) this.#tell(statusMessage);
    else this.#start(statusMessage);
    return true;
  }

  end() {}

  #start(statusMessage: string) {
    const { call, agent } = this;
    call.detach();
    const response = call.late.then(({ message }) => message);
    const task = this.tasks.create({ agent, statusMessage, stop: call.stop, response });
    this.#tell = task.tell;
    call.answerWith({ message: { jsonrpc: "2.0", id: this.request.id, result: task.result } });
  }
}

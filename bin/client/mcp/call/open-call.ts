import type { Answer } from "./side.ts";

/** A call until its answer: it ran, was stopped, or became a task or a question. */
export class OpenCall {
  readonly answer: Promise<Answer>;
  readonly stop = new AbortController();
  hasWaited = false;
  /** Whether the client has an answer in place of the call's own, and can't cancel the call anymore. */
  isDetached = false;
  #late: Promise<Answer> | undefined;
  #resolve: (answer: Answer) => void = () => {};

  /** @param client aborts when the client cancels the call */
  constructor(private readonly client: AbortSignal) {
    this.answer = new Promise((resolve) => {
      this.#resolve = resolve;
    });
    client.addEventListener("abort", this.cancel, { once: true });
    if (client.aborted) this.cancel();
  }

  cancel = () => this.stop.abort(new Error("cancelled by the client"));

  answerWith(answer: Answer) {
    this.#resolve(answer);
  }

  detach() {
    this.isDetached = true;
    this.client.removeEventListener("abort", this.cancel);
  }

  follow(late: Promise<Answer>) {
    this.#late = late;
    late.then(this.#resolve).finally(() => this.client.removeEventListener("abort", this.cancel));
    return this.answer;
  }

  /** The call's own answer, possibly later than {@link answer}. */
  get late(): Promise<Answer> {
    if (!this.#late) throw new Error("the call isn't followed yet");
    return this.#late;
  }
}

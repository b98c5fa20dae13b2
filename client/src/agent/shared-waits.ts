import { longestTimerMs } from "../pause.ts";
import { Refusal } from "../refusal.ts";
import { refusalOf } from "../refusal-of.ts";
import type { Answered, Asker } from "./answered.ts";
import { longestPollSeconds, type Poll, type Polled, type PollOptions, pollAlone } from "./poll.ts";

/** The most requests in one call. */
const mostTogether = 100;
/** How long new waits stay outside the call under way, so that many of them restart it once. */
const joinMs = 100;
/** Between two calls of which the first had no news. */
const shortestPauseMs = 1000;

type Settled = Polled | undefined;

interface Member {
  asked: Answered;
  options: PollOptions;
  giveUpAt: number;
  settle: (answer: Settled | Promise<Settled>) => void;
}

/**
 * The waits of a process that holds many calls of an agent: up to a hundred in one call to the server,
 * so that ten thousand held calls need a hundred connections.
 */
export class SharedWaits {
  #groups: Set<Group> = new Set();

  /** Waits for a request together with the others. */
  poll: Poll = (asker, asked, options) =>
    new Promise((resolve, reject) => {
      const { signal, leftSeconds } = options;
      if (signal?.aborted) return reject(signal.reason);
      const group = this.#groupWithRoom(asker);
      const leave = () => {
        group.leave(member);
        reject(signal?.reason);
      };
      const settle: Member["settle"] = (answer) => {
        signal?.removeEventListener("abort", leave);
        resolve(answer);
      };
      const giveUpAt = asker.issuer.clock.now() + leftSeconds * 1000;
      const member = { asked, options, giveUpAt, settle };
      signal?.addEventListener("abort", leave, { once: true });
      group.join(member);
    });

  #groupWithRoom(asker: Asker): Group {
    for (const group of this.#groups) if (group.size < mostTogether) return group;
    const group = new Group(asker, () => this.#groups.delete(group));
    this.#groups.add(group);
    return group;
  }
}

/** The waits of one call, which is repeated until each wait has its answer. */
class Group {
  #members: Set<Member> = new Set();
  #isRunning = false;
  #call = new AbortController();
  #restart: NodeJS.Timeout | undefined;
  #giveUp: NodeJS.Timeout | undefined;

  constructor(
    private readonly asker: Asker,
    private readonly onEmpty: () => void,
  ) {}

  get size() {
    return this.#members.size;
  }

  join(member: Member) {
    this.#members.add(member);
    this.#giveUpInTime();
    if (!this.#isRunning) void this.#run();
    else this.#restart ??= setTimeout(() => this.#call.abort(), joinMs);
  }

  leave(member: Member) {
    this.#members.delete(member);
    if (this.size === 0) this.#call.abort();
  }

  async #run() {
    this.#isRunning = true;
    while (this.size > 0) {
      clearTimeout(this.#restart);
      this.#restart = undefined;
      this.#call = new AbortController();
      const members = [...this.#members];
      const [first, ...others] = members;
      if (first && others.length === 0) await this.#waitAlone(first);
      else await this.#waitTogether(members);
    }
    clearTimeout(this.#restart);
    clearTimeout(this.#giveUp);
    this.#restart = undefined;
    this.#isRunning = false;
    this.onEmpty();
  }

  /** Until another wait joins. */
  async #waitAlone(member: Member) {
    const { signal } = this.#call;
    const leftSeconds = Math.max(0, member.giveUpAt - this.#now()) / 1000;
    const answer = pollAlone(this.asker, member.asked, { ...member.options, leftSeconds, signal });
    await answer.catch(() => {});
    if (!signal.aborted) this.#settle(member, answer);
  }

  async #waitTogether(members: Member[]) {
    const { signal } = this.#call;
    const began = this.#now();
    try {
      const { answers, retryAfterSeconds } = await this.#post(members, signal);
      for (const body of answers)
        for (const member of members)
          if (member.asked.request.id === body?.request?.id)
            this.#settle(member, { body, retryAfterSeconds });
      // A stopping server answers early. A server in between may answer at once.
      const shortest = answers.length > 0 ? 0 : shortestPauseMs - (this.#now() - began);
      const pauseMs = Math.max((retryAfterSeconds ?? 0) * 1000, shortest);
      if (pauseMs > 0) await this.asker.issuer.clock.sleep(pauseMs, signal);
    } catch (error) {
      if (signal.aborted) return;
      const isAway = error instanceof Refusal && error.status === 503;
      for (const member of members) {
        if (!this.#members.has(member)) continue;
        // A server that refuses the shared call, such as an older one, answers each wait.
        const alone = () => pollAlone(this.asker, member.asked, member.options);
        this.#settle(member, isAway ? Promise.reject(error) : alone());
      }
    }
  }

  async #post(members: Member[], signal: AbortSignal) {
    const requests = members.map(({ asked }) => ({ id: asked.request.id, token: asked.wait?.token }));
    const answer = await this.asker.issuer.call("/api/v1/waits", {
      method: "POST",
      body: JSON.stringify({ wait: longestPollSeconds, requests }),
      headers: async () => ({ "content-type": "application/json" }),
      signal,
      timeoutSeconds: longestPollSeconds + 15,
      patienceSeconds: Math.max(...members.map(({ options }) => options.patienceSeconds)),
    });
    if (answer.status !== 200 || !Array.isArray(answer.body?.answers)) throw refusalOf(answer);
    return { answers: answer.body.answers, retryAfterSeconds: answer.retryAfterSeconds };
  }

  #settle(member: Member, answer: Settled | Promise<Settled>) {
    if (this.#members.delete(member)) member.settle(answer);
  }

  /** One timer for all: a held call costs as little memory as possible. */
  #giveUpInTime() {
    clearTimeout(this.#giveUp);
    const next = Math.min(...[...this.#members].map(({ giveUpAt }) => giveUpAt));
    this.#giveUp = setTimeout(
      () => {
        for (const member of this.#members)
          if (member.giveUpAt <= this.#now()) this.#settle(member, undefined);
        if (this.size > 0) this.#giveUpInTime();
        else this.#call.abort();
      },
      Math.min(next - this.#now(), longestTimerMs),
    );
  }

  #now() {
    return this.asker.issuer.clock.now();
  }
}

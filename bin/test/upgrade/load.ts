import { request } from "node:http";
import { expect } from "@playwright/test";
import { type SigningKey, signedHeaders } from "../../../client/src/keys.ts";

const resource = "charge/ch_81";
/** The workspace's first policy allows one of these amounts, and asks the owner for the other. */
const refund = (amount: number) => ({
  ...{ type: "refund.create", resource },
  params: { amount, currency: "USD" },
});

interface Answer {
  status: number;
  text: string;
}

/**
 * Calls of an agent without a pause: asks, waits, redemptions and probes, each over a new connection to the next
 * process of a load balancer, which looks at no answer. No call is repeated.
 */
export class Load {
  /** Calls that didn't get the answer which they get without an upgrade. */
  readonly failures: string[] = [];
  calls = 0;
  #ports: number[] = [];
  #isStopped = false;
  #callers: Promise<void>[] = [];
  /** By process. */
  readonly #answered = new Map<number, number>();
  readonly #open = new Map<number, number>();

  constructor(
    private readonly host: string,
    private readonly agent: { id: string; key: SigningKey },
  ) {}

  /** Begins to call, and returns when each process has answered for a while. */
  async start(ports: number[], callers: number): Promise<void> {
    this.#ports = ports;
    this.#callers = Array.from({ length: callers }, (_, n) => this.#callOn(n));
    await this.spread(ports);
  }

  /**
   * Sends calls to these processes only: the others are drained. Returns when they have no call under way and
   * each of these has answered for a while.
   */
  async spread(ports: number[]): Promise<void> {
    const others = this.#ports.filter((port) => !ports.includes(port));
    const enough = new Map(ports.map((port) => [port, numberOf(this.#answered, port) + 200]));
    this.#ports = ports;
    const isSpread = () =>
      ports.every((port) => numberOf(this.#answered, port) >= numberOf(enough, port)) &&
      others.every((port) => numberOf(this.#open, port) === 0);
    await expect.poll(() => this.failures.length > 0 || isSpread(), { timeout: 120_000 }).toBe(true);
    expect(this.failures).toEqual([]);
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await Promise.all(this.#callers);
  }

  async #callOn(caller: number): Promise<void> {
    const kind = [this.#askAndRedeem, this.#askAndRedeem, this.#askAndWait, this.#probe][caller % 4];
    while (!this.#isStopped && this.failures.length < 100) {
      try {
        await kind?.call(this);
      } catch (error) {
        this.failures.push(String(error));
      }
    }
  }

  /** A process that isn't ready gets no calls from a real load balancer. */
  async #probe(): Promise<void> {
    expectStatus(await this.#send("GET", "/readyz", { headers: {} }), [200]);
  }

  async #askAndRedeem(): Promise<void> {
    const action = refund(20);
    const asked = await this.#signed(`/api/v1/agents/${this.agent.id}/requests`, { action }, [200, 201]);
    const { grant } = JSON.parse(asked.text);
    await this.#signed("/api/v1/grants/redemptions", { grant, action }, [200]);
  }

  async #askAndWait(): Promise<void> {
    const path = `/api/v1/agents/${this.agent.id}/requests`;
    const asked = await this.#signed(path, { action: refund(1250) }, [202]);
    const { wait } = JSON.parse(asked.text);
    const headers = { authorization: `Bearer ${wait.token}` };
    const answer = await this.#send("GET", `${new URL(wait.url).pathname}?wait=1`, { headers });
    expectStatus(answer, [200, 202]);
  }

  async #signed(path: string, content: object, statuses: number[]): Promise<Answer> {
    const body = JSON.stringify(content);
    const headers = await signedHeaders(this.agent.key, { id: crypto.randomUUID(), body, at: Date.now() });
    return expectStatus(await this.#send("POST", path, { headers, body }), statuses);
  }

  #send(
    method: string,
    path: string,
    { headers, body }: { headers: Record<string, string>; body?: string },
  ): Promise<Answer> {
    const port = this.#ports[this.calls++ % this.#ports.length] ?? 0;
    add(this.#open, port, 1);
    return new Promise<Answer>((resolve, reject) => {
      const place = { host: "127.0.0.1", port, method, path };
      const sent = request(
        { ...place, agent: false, headers: { host: this.host, ...headers } },
        (response) => {
          let text = "";
          response.setEncoding("utf8").on("data", (chunk) => {
            text += chunk;
          });
          response.on("error", reject);
          response.on("end", () => {
            add(this.#answered, port, 1);
            resolve({ status: response.statusCode ?? 0, text });
          });
        },
      );
      sent.on("error", (error) => reject(new Error(`${method} ${path} on ${port}: ${error.message}`)));
      sent.end(body);
    }).finally(() => add(this.#open, port, -1));
  }
}

function numberOf(counts: Map<number, number>, port: number): number {
  return counts.get(port) ?? 0;
}

function add(counts: Map<number, number>, port: number, more: number): void {
  counts.set(port, numberOf(counts, port) + more);
}

function expectStatus(answer: Answer, statuses: number[]): Answer {
  if (!statuses.includes(answer.status)) throw new Error(`answered ${answer.status}: ${answer.text}`);
  return answer;
}

import { api } from "#app/api/index";
import type { CallingAgent } from "#app/api/testing/calling-agent";
import type { RunningWorkspace } from "#app/api/testing/running-workspace";
import type { SignedInPerson } from "#app/api/testing/signed-in-person";
import { issueHookToken } from "#lib/agents/keys/add-key";

/** A decision, as a gateway reads it. */
export interface Decided {
  decision: boolean;
  context?: {
    id?: string;
    reason_user?: { en: string };
    request?: string;
    error?: { status: number; message: string };
    obligations?: { type: string; id: string; request: string; approval_url: string; poll_after: number }[];
  };
}

/** A gateway that asks as AuthZEN defines, with a hook token of an agent. For tests only. */
export class AuthzenGateway {
  private constructor(
    readonly agent: CallingAgent,
    readonly token: string,
    readonly keyId: string,
  ) {}

  static async open(
    { db, time }: RunningWorkspace,
    agent: CallingAgent,
    owner: SignedInPerson,
    subject?: { type: string; id: string },
  ): Promise<AuthzenGateway> {
    const issue = { actor: owner.viewer, agentId: agent.id, subject, now: time.now };
    const { token, keyId } = await issueHookToken(db, issue);
    return new AuthzenGateway(agent, token, keyId);
  }

  get subject() {
    return { type: "agent", id: this.agent.id };
  }

  /** An evaluation of a refund. The default policy allows 50, asks for 1250 and blocks 60,000. */
  refund(amount: number, charge = "ch_81", more: object = {}) {
    const action = { name: "refund.create", properties: { amount, currency: "USD" } };
    return { subject: this.subject, action, resource: { type: "charge", id: charge }, ...more };
  }

  post(
    body: unknown,
    {
      path = "/access/v1/evaluation",
      headers = {},
    }: { path?: string; headers?: Record<string, string> } = {},
  ): Promise<Response> {
    const authorization = `Bearer ${this.token}`;
    return Promise.resolve(
      api.request(path, {
        method: "POST",
        headers: { "content-type": "application/json", authorization, ...headers },
        body: typeof body === "string" ? body : JSON.stringify(body),
      }),
    );
  }

  /** @throws {Error} unless the status is 200. */
  async evaluate(evaluation: unknown, headers: Record<string, string> = {}): Promise<Decided> {
    const answer = await this.post(evaluation, { headers });
    if (answer.status !== 200) throw new Error(await answer.text());
    return (await answer.json()) as Decided;
  }

  /** @throws {Error} unless the status is 200. */
  async evaluateAll(batch: unknown): Promise<Decided[]> {
    const answer = await this.post(batch, { path: "/access/v1/evaluations" });
    if (answer.status !== 200) throw new Error(await answer.text());
    return ((await answer.json()) as { evaluations: Decided[] }).evaluations;
  }
}

import type { KeyObject } from "node:crypto";
import { CallingAgent } from "#app/api/testing/calling-agent";
import type { RunningWorkspace } from "#app/api/testing/running-workspace";
import type { SignedInPerson } from "#app/api/testing/signed-in-person";
import type { WorkloadIssuer } from "#app/api/testing/workload-issuer";
import { addWorkloadIdentity } from "#lib/agents/keys/add-identity";
import { newKeyPair } from "#lib/agents/testing/key-pair";
import { addSeconds } from "#lib/kernel/clock";

export const subject = "repo:acme/deploy:ref:refs/heads/main";

/** An agent with a pinned workload, and calls by that workload. For tests only. */
export class Workload {
  private constructor(
    private readonly workspace: RunningWorkspace,
    private readonly issuer: WorkloadIssuer,
    readonly agentId: string,
    readonly identityId: string,
  ) {}

  get audience(): string {
    return audienceOf(this.agentId);
  }

  /** Pins a workload of an agent, by default a new one. */
  static async pin(
    { workspace, issuer, admin, owner }: Setting,
    {
      agent,
      ...more
    }: { agent?: CallingAgent; claims?: { name: string; value: string }[]; keyMinutes?: number } = {},
  ): Promise<Workload> {
    const { id: agentId } = agent ?? (await workspace.agent(admin, owner));
    const { identityId } = await addWorkloadIdentity(workspace.db, {
      ...{ actor: admin.viewer, agentId, issuer: issuer.url, audience: audienceOf(agentId), subject },
      ...{ claims: [], keyMinutes: 15, ...more },
      ...{ config: workspace.runtime.config, now: workspace.time.now },
    });
    return new Workload(workspace, issuer, agentId, identityId);
  }

  /** A token of the workload; `claims` replace the usual ones. */
  token(claims: Record<string, unknown> = {}, header: Parameters<WorkloadIssuer["sign"]>[2] = {}) {
    return this.issuer.sign({ sub: subject, aud: this.audience, ...claims }, this.workspace.time.now, header);
  }

  /** Exchanges a token for a key, by default a new one. */
  exchange(token: string, of: Partial<Exchange> = {}) {
    const { agentId = this.agentId, pair = newKeyPair() } = of;
    // Calls from one address are limited by the minute.
    this.workspace.time.now = addSeconds(this.workspace.time.now, 4);
    const caller = new CallingAgent(this.workspace.runtime, agentId, of.signer ?? pair.privateKey);
    const body = JSON.stringify({ token, public_key: pair.publicKey });
    return caller.call(`/api/v1/agents/${agentId}/workload-keys`, body);
  }

  /** The agent as the workload calls with a new key. */
  async agent(): Promise<CallingAgent> {
    const pair = newKeyPair();
    const answer = await this.exchange(await this.token(), { pair });
    if (answer.status !== 201) throw new Error(await answer.text());
    return new CallingAgent(this.workspace.runtime, this.agentId, pair.privateKey);
  }
}

interface Exchange {
  agentId: string;
  pair: ReturnType<typeof newKeyPair>;
  /** Signs the call instead of the new key. */
  signer: KeyObject;
}

interface Setting {
  workspace: RunningWorkspace;
  issuer: WorkloadIssuer;
  admin: SignedInPerson;
  owner: SignedInPerson;
}

function audienceOf(agentId: string): string {
  return `https://countersign.example/agents/${agentId}`;
}

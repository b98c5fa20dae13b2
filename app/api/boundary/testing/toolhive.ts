import { randomUUID } from "node:crypto";
import { api } from "#app/api/index";
import type { RunningWorkspace } from "#app/api/testing/running-workspace";
import type { SignedInPerson } from "#app/api/testing/signed-in-person";
import { issueSecretKey } from "#lib/agents/keys/add-key";
import { toolHiveSignature } from "#lib/boundary/gateways/testing/toolhive-signature";

/** An answer, as ToolHive reads it. */
export interface ToolHiveAnswer {
  version: string;
  uid: string;
  allowed: boolean;
  code?: number;
  message?: string;
  reason?: string;
  details?: { request: string; approval_url?: string };
}

/** What a test changes of a call of ToolHive. */
export interface Sending {
  headers?: Record<string, string | undefined>;
  secret?: string;
  agentId?: string;
  atSeconds?: number;
}

/** ToolHive's proxy with a validating webhook. For tests only. */
export class ToolHive {
  private constructor(
    private readonly workspace: RunningWorkspace,
    readonly agentId: string,
    readonly secret: string,
    readonly keyId: string,
  ) {}

  static async open(workspace: RunningWorkspace, agentId: string, owner: SignedInPerson): Promise<ToolHive> {
    const { db, time, runtime } = workspace;
    const issue = { actor: owner.viewer, agentId, masterSecret: runtime.secret, now: time.now };
    const { secret, keyId } = await issueSecretKey(db, issue);
    return new ToolHive(workspace, agentId, secret, keyId);
  }

  /** The body of a webhook about an MCP message, with an identifier of its own. */
  payload(mcp_request: unknown, more: object = {}): string {
    return JSON.stringify({
      version: "v0.1.0",
      uid: randomUUID(),
      timestamp: this.workspace.time.now.toISOString(),
      principal: { sub: "user123", email: "user@example.com" },
      mcp_request,
      context: { server_name: "payments", source_ip: "10.0.0.1:51324", transport: "streamable-http" },
      ...more,
    });
  }

  /** The body of a webhook about a call of a tool. */
  call(tool: string, given: object = {}): string {
    return this.payload({
      jsonrpc: "2.0",
      id: 1,
      method: "tools/call",
      params: { name: tool, arguments: given },
    });
  }

  post(payload: string, { headers = {}, secret, agentId, atSeconds }: Sending = {}): Promise<Response> {
    const timestamp = atSeconds ?? Math.floor(this.workspace.time.now.getTime() / 1000);
    const signature = toolHiveSignature(secret ?? this.secret, timestamp, Buffer.from(payload));
    const all = {
      "content-type": "application/json",
      "x-toolhive-signature": signature,
      "x-toolhive-timestamp": String(timestamp),
      ...headers,
    };
    const sent = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined);
    const path = `/hooks/toolhive/${agentId ?? this.agentId}`;
    return Promise.resolve(api.request(path, { method: "POST", headers: sent, body: payload }));
  }

  /** @throws {Error} for an answer after which ToolHive follows its failure policy. */
  async ask(payload: string, sending: Sending = {}): Promise<ToolHiveAnswer> {
    const answer = await this.post(payload, sending);
    if (answer.status !== 200 || answer.headers.get("content-type") !== "application/json")
      throw new Error(`${answer.status} ${await answer.text()}`);
    return (await answer.json()) as ToolHiveAnswer;
  }
}

import { createHash, createHmac, type KeyObject, sign } from "node:crypto";
import { api } from "#app/api/index";
import type { Runtime } from "#app/runtime/runtime";

/** An agent that signs calls with a private key or a shared secret. */
export class CallingAgent {
  constructor(
    private readonly runtime: Runtime,
    readonly id: string,
    readonly privateKey: KeyObject,
    private readonly send: (path: string, call: RequestInit) => Promise<Response> = async (path, call) =>
      api.request(path, call),
  ) {}

  /** The same agent, calling a server process. */
  at(address: string): CallingAgent {
    const send = (path: string, call: RequestInit) => fetch(`${address}${path}`, call);
    return new CallingAgent(this.runtime, this.id, this.privateKey, send);
  }

  /** Sends an ask; `webhookId` repeats an earlier one. */
  ask(body: unknown, webhookId = `msg_${Math.random().toString(36).slice(2)}`): Promise<Response> {
    return this.call(`/api/v1/agents/${this.id}/requests`, JSON.stringify(body), webhookId);
  }

  /** Reads the state of a request, with its wait token. */
  async follow(wait: { url: string; token: string }): Promise<Response> {
    const headers = { authorization: `Bearer ${wait.token}` };
    return api.request(new URL(wait.url).pathname, { headers });
  }

  /** The same calls, signed with another key. */
  as(privateKey: KeyObject): CallingAgent {
    return new CallingAgent(this.runtime, this.id, privateKey);
  }

  /** An agent with the same key but another agent's ID. */
  named(agentId: string): CallingAgent {
    return new CallingAgent(this.runtime, agentId, this.privateKey);
  }

  redeem(grant: string, action: unknown, more: object = {}): Promise<Response> {
    return this.call("/api/v1/grants/redemptions", JSON.stringify({ grant, action, ...more }));
  }

  async call(
    path: string,
    body: string,
    webhookId = "msg_redeem",
    headers: Record<string, string> = {},
  ): Promise<Response> {
    const signed = this.signature(body, webhookId);
    return this.send(path, {
      method: "POST",
      body,
      headers: { "content-type": "application/json", ...signed, ...headers },
    });
  }

  signature(body: string, webhookId: string): Record<string, string> {
    const timestamp = String(Math.floor(this.runtime.clock().getTime() / 1000));
    return {
      "webhook-id": webhookId,
      "webhook-timestamp": timestamp,
      "webhook-signature": signatureBy(this.privateKey, `${webhookId}.${timestamp}.${body}`),
    };
  }
}

/** A Standard Webhooks signature: HMAC-SHA-256 by a secret, Ed25519 by a private key. */
export function signatureBy(key: KeyObject, text: string): string {
  if (key.type === "secret") return `v1,${createHmac("sha256", key).update(text).digest("base64")}`;
  return `v1a,${sign(null, Buffer.from(text), key).toString("base64")}`;
}

/** base64url of a SHA-256, as `ath` has it. */
export function hashed(text: string): string {
  return createHash("sha256").update(text).digest("base64url");
}

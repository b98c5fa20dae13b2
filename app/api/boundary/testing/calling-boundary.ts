import type { KeyObject } from "node:crypto";
import { api } from "#app/api/index";
import { CallingAgent } from "#app/api/testing/calling-agent";
import type { RunningWorkspace } from "#app/api/testing/running-workspace";
import type { SignedInPerson } from "#app/api/testing/signed-in-person";
import { newKeyPair } from "#lib/agents/testing/key-pair";
import { createBoundary } from "#lib/boundary/registry/create-boundary";
import { hashTool, type Tool } from "#lib/boundary/registry/hash-tool";

/** A boundary that signs calls with its own key. For tests only. */
export class CallingBoundary {
  private constructor(
    private readonly signer: CallingAgent,
    readonly admin: SignedInPerson,
  ) {}

  get id(): string {
    return this.signer.id;
  }

  /** Creates and enrolls a boundary. */
  static async enroll(workspace: RunningWorkspace, admin: SignedInPerson): Promise<CallingBoundary> {
    const { db, runtime, time } = workspace;
    const by = { actor: admin.viewer, now: time.now };
    const { boundaryId, code } = await createBoundary(db, {
      ...by,
      name: "Build machine",
      heldTools: "block",
    });
    const { publicKey, privateKey } = newKeyPair();
    const signer = new CallingAgent(runtime, boundaryId, privateKey);
    const response = await enroll(signer, { code, public_key: publicKey });
    if (response.status !== 201) throw new Error(`enrollment failed: ${await response.text()}`);
    return new CallingBoundary(signer, admin);
  }

  /** The same calls, signed with another key. */
  as(privateKey: KeyObject): CallingBoundary {
    return new CallingBoundary(this.signer.as(privateKey), this.admin);
  }

  /** The same key at another boundary's address. */
  named(boundaryId: string): CallingBoundary {
    return new CallingBoundary(this.signer.named(boundaryId), this.admin);
  }

  contact(tools: Tool[], more: object = {}, webhookId = newId()): Promise<Response> {
    const body = { version: "1.0.0", kind: "mcp", tools: tools.map(listed), ...more };
    return this.signer.call(`/api/v1/boundaries/${this.id}/contact`, JSON.stringify(body), webhookId);
  }

  texts(tools: Tool[]): Promise<Response> {
    const body = JSON.stringify({ tools: tools.map((tool) => JSON.stringify(tool)) });
    return this.signer.call(`/api/v1/boundaries/${this.id}/tools`, body, newId());
  }
}

/** An enrollment, signed with the new key. */
export function enroll(signer: CallingAgent, body: object): Promise<Response> {
  const form = JSON.stringify({ kind: "mcp", version: "1.0.0", ...body });
  const headers = { "content-type": "application/json", ...signer.signature(form, newId()) };
  return Promise.resolve(
    api.request("/api/v1/boundaries/enrollments", { method: "POST", body: form, headers }),
  );
}

/** A tool as a contact lists it. */
export function listed(tool: Tool) {
  const { description = "", schema = "" } = hashTool(tool) ?? {};
  return { name: tool.name, description_sha256: description, schema_sha256: schema };
}

/** A tool as an admin's page shows it. */
export function shown(tool: Tool) {
  const { description = "", schema = "" } = hashTool(tool) ?? {};
  return { name: tool.name, description, schema };
}

function newId(): string {
  return `msg_${Math.random().toString(36).slice(2)}`;
}

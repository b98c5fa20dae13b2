import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { afterAll, vi } from "vitest";
import { api } from "../../app/api/index.ts";
import type { CallingAgent } from "../../app/api/testing/calling-agent.ts";
import { RunningWorkspace } from "../../app/api/testing/running-workspace.ts";
import { type SignedInPerson, site } from "../../app/api/testing/signed-in-person.ts";
import { registerTool } from "../../lib/agents/keys/register-tool.ts";
import { type Agent, createAgent } from "../src/agent/agent.ts";
import { newKeyPair } from "../src/keys.ts";
import { createTool, type Tool, type ToolOptions } from "../src/tool.ts";
import { audience, refundAtTool } from "./refund.ts";

/** The `iss` of the grants. */
export const issuer = site.origin;

/** Longer than the default, for a busy machine. */
const timeoutSeconds = 20;

/** A real Countersign that listens on a port, with an agent and a registered tool. */
export class ToolSide {
  private constructor(
    readonly workspace: RunningWorkspace,
    readonly admin: SignedInPerson,
    readonly owner: SignedInPerson,
    /** Where Countersign listens. Its grants name `issuer`. */
    readonly url: string,
    readonly toolKey: string,
    readonly caller: CallingAgent,
    readonly tool: Tool,
    readonly agent: Agent,
  ) {}

  static async open(audiences = [audience]): Promise<ToolSide> {
    const { workspace, admin } = await RunningWorkspace.open();
    // The library reads the real clock, so the server does the same.
    Object.defineProperty(workspace.time, "now", { get: () => new Date() });
    const owner = await workspace.person("Olga Owner", ["approver"], admin);
    const url = await listen();
    const { publicKey, privateKey: toolKey } = await newKeyPair();
    for (const one of audiences) await register(workspace, admin, one, publicKey);
    const caller = await workspace.agent(admin, owner);
    const agent = createAgent({ issuer, url, agent: caller.id, key: agentKey(caller), timeoutSeconds });
    const tool = createTool({ issuer, url, audience, key: toolKey, timeoutSeconds });
    return new ToolSide(workspace, admin, owner, url, toolKey, caller, tool, agent);
  }

  /** The agent's private key: `whsk_...` */
  get callerKey(): string {
    return agentKey(this.caller);
  }

  toolWith(options: Partial<ToolOptions>): Tool {
    return createTool({ issuer, url: this.url, audience, key: this.toolKey, timeoutSeconds, ...options });
  }

  agentOf(caller: CallingAgent): Agent {
    return createAgent({ issuer, url: this.url, agent: caller.id, key: agentKey(caller), timeoutSeconds });
  }

  /** A grant for the action, with the agent's proof. */
  async present(action = refundAtTool(), agent = this.agent) {
    const grant = await agent.obtainGrant(action);
    const { dpop } = await agent.headersFor(grant);
    return { grant, dpop, method: "POST" };
  }

  /** The owner approves the newest pending request, as soon as there is one. */
  async approveNext(): Promise<void> {
    await succeeds(this.owner.approve(await this.nextPending()));
  }

  /** The owner denies the newest pending request, as soon as there is one. */
  async denyNext(reason: string): Promise<void> {
    await succeeds(this.owner.post(`/api/requests/${await this.nextPending()}/denials`, { reason }));
  }

  /** The newest pending request gets a number to match, as by a new version of the policy. */
  async requireNumber(): Promise<void> {
    const safeguards = JSON.stringify({ numberMatching: true, readingSeconds: 0, allowEdits: false });
    const id = await this.nextPending();
    await this.workspace.db
      .$client`update requests set safeguards = ${safeguards}::text::jsonb where id = ${id}`;
  }

  private nextPending(): Promise<string> {
    const find = async () => {
      const [row] = await this.workspace.db
        .$client`select id from requests where state = 'pending' order by created_at desc limit 1`;
      if (!row) throw new Error("no pending request");
      return row.id as string;
    };
    return vi.waitFor(find, { timeout: 15_000 });
  }
}

async function succeeds(responding: Promise<Response>): Promise<void> {
  const response = await responding;
  if (!response.ok) throw new Error(`not decided: ${await response.text()}`);
}

function agentKey({ privateKey }: CallingAgent): string {
  const { d = "", x = "" } = privateKey.export({ format: "jwk" });
  const bytes = [d, x].map((part) => Buffer.from(part, "base64url"));
  return `whsk_${Buffer.concat(bytes).toString("base64")}`;
}

async function register(workspace: RunningWorkspace, admin: SignedInPerson, name: string, publicKey: string) {
  await registerTool(workspace.db, {
    actor: admin.viewer,
    name: "Payments",
    audience: name,
    key: { publicKey },
    masterSecret: workspace.runtime.secret,
    now: workspace.time.now,
  });
}

async function listen(): Promise<string> {
  const server = createServer(getRequestListener(api.fetch, { overrideGlobalObjects: false }));
  await once(server.listen(0, "127.0.0.1"), "listening");
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

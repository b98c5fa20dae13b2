import type { RequestSource } from "#lib/requests/request-source";
import { kindName } from "./kind-names.ts";

const edgeNames: Record<Exclude<RequestSource["edge"], "test" | null>, string> = {
  "claude-code": "Claude Code hook",
  codex: "Codex hook",
  cursor: "Cursor hook",
  authzen: "AuthZEN gateway",
  envoy: "HTTP gateway",
  toolhive: "ToolHive",
};

/** The name of an edge with authenticated calls. */
export function edgeName(edge: RequestSource["edge"]): string {
  return edge === null || edge === "test" ? "Countersign" : edgeNames[edge];
}

/** The boundary of a request; undefined for an ask without a named boundary, and for a test request. */
export function sourceWords({ edge, keyId, boundary }: RequestSource): SourceWords | undefined {
  if (edge === "test") return undefined;
  if (edge) {
    const credential = edge === "toolhive" ? "shared secret" : "hook token";
    return { name: edgeNames[edge], credential: { kind: credential, id: keyId } };
  }
  if (!boundary) return undefined;
  return { name: `${kindName(boundary.kind) ?? "Boundary"} “${boundary.name}”` };
}

/** `credential` authenticated the call. Without a credential, the agent itself named the boundary. */
export interface SourceWords {
  name: string;
  credential?: { kind: string; id: string };
}

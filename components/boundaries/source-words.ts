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

/** The name of an edge that authenticates its calls. */
export function edgeName(edge: RequestSource["edge"]): string {
  return edge === null || edge === "test" ? "Countersign" : edgeNames[edge];
}

/**
 * Through which boundary a request came; undefined for an ask that the agent signed without naming
 * one, and for a test request, which the console sent. `proof` says what stands behind the words.
 */
export function sourceWords({ edge, keyId, boundary }: RequestSource): SourceWords | undefined {
  if (edge === "test") return undefined;
  if (edge) {
    const credential = edge === "toolhive" ? "shared secret" : "hook token";
    return { name: edgeNames[edge], credential: { kind: credential, id: keyId } };
  }
  if (!boundary) return undefined;
  return { name: `${kindName(boundary.kind) ?? "Boundary"} “${boundary.name}”` };
}

/** `credential` authenticated the call. Without it, the agent itself named the boundary. */
export interface SourceWords {
  name: string;
  credential?: { kind: string; id: string };
}

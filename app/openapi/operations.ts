import type { ErrorCode } from "#lib/errors";
import type { SchemaName } from "./schemas.ts";

export interface Operation {
  method: "get" | "post" | "delete";
  path: string;
  id: string;
  summary: string;
  description: string;
  /** How the caller is authenticated. */
  security?: "signature" | "waitToken";
  body?: SchemaName;
  query?: { name: string; description: string; schema: object }[];
  /** Answers that are no errors: status, what it means, and the schema. */
  answers: { status: number; means: string; schema?: SchemaName; mediaType?: string }[];
  errors: ErrorCode[];
}

const anyCall: ErrorCode[] = ["rate_limited", "database_unavailable", "busy"];
const signedCall: ErrorCode[] = [
  "missing_signature",
  "stale_timestamp",
  "invalid_signature",
  "key_expired",
  "key_revoked",
  "invalid_json",
  "payload_too_large",
  "unsupported_media_type",
  ...anyCall,
];
const noStanding: ErrorCode[] = ["agent_quarantined", "agent_revoked", "owner_inactive"];

/** The agent-facing wire, version 1 (docs/agents.md). */
export const operations: Operation[] = [
  {
    method: "post",
    path: "/api/v1/agents/{agent}/requests",
    id: "ask",
    summary: "Ask to do one action once",
    description:
      "Policy decides at this moment. `params` have to satisfy the JSON Schema that the action catalogue has for the type, else the answer is 422 with a JSON Pointer for each fault. The same webhook-id from the same agent is the same request, for ever: a retry gets the recorded answer.",
    security: "signature",
    body: "Ask",
    answers: [
      {
        status: 200,
        means: "Allowed, with a grant; or a retry of a request that has ended",
        schema: "Answer",
      },
      { status: 202, means: "A person decides: wait", schema: "Answer" },
    ],
    errors: [
      ...signedCall,
      ...noStanding,
      "blocked_by_policy",
      "idempotency_conflict",
      "invalid_action",
      "conflict",
    ],
  },
  {
    method: "get",
    path: "/api/v1/requests/{request}",
    id: "wait",
    summary: "See how a request stands, and wait for its decision",
    description:
      "Answers immediately when the request is decided, else within `wait` seconds with the state as it is. With `Accept: text/event-stream` the same objects come as events named `request`. A request has at most four open waits, event streams included; the fifth is refused with 429.",
    security: "waitToken",
    query: [
      {
        name: "wait",
        description: "Seconds to wait for a decision",
        schema: { type: "integer", minimum: 0, maximum: 60, default: 0 },
      },
    ],
    answers: [{ status: 200, means: "How it stands; approved answers carry the grant", schema: "Answer" }],
    errors: ["invalid_wait_token", "invalid_body", ...anyCall],
  },
  {
    method: "delete",
    path: "/api/v1/requests/{request}",
    id: "cancel",
    summary: "Withdraw a pending request",
    description: "Of a cancellation and a decision at the same moment, one wins.",
    security: "waitToken",
    answers: [{ status: 200, means: "It is cancelled", schema: "Answer" }],
    errors: ["invalid_wait_token", "already_decided", ...anyCall],
  },
  {
    method: "post",
    path: "/api/v1/grants/redemptions",
    id: "redeem",
    summary: "Redeem a grant, once, for exactly its action",
    description:
      "Signed by the agent, or by a tool registered for the grant's audience. A tool passes the proof that the agent sent with the grant: `dpop` (RFC 9449) when the grant has `cnf`, else `agent_proof`. Everything is checked again at this moment.",
    security: "signature",
    body: "Redemption",
    answers: [{ status: 200, means: "Redeemed: act now", schema: "Redeemed" }],
    errors: [
      ...signedCall,
      ...noStanding,
      "invalid_body",
      "invalid_grant",
      "invalid_proof",
      "action_mismatch",
      "audience_mismatch",
      "blocked_by_policy",
      "grant_revoked",
      "grant_already_redeemed",
      "grant_expired",
      "conflict",
    ],
  },
  {
    method: "post",
    path: "/api/v1/agents/enrolments",
    id: "enrol",
    summary: "Enrol the public key of a pair the agent made itself",
    description:
      "With a one-time code from an admin, signed with the new key: proof that the agent holds it.",
    security: "signature",
    body: "AgentEnrolment",
    answers: [{ status: 201, means: "The key is enrolled", schema: "Enrolled" }],
    errors: [
      ...signedCall,
      "invalid_body",
      "invalid_enrolment_code",
      "invalid_input",
      "agent_revoked",
      "conflict",
    ],
  },
  {
    method: "get",
    path: "/.well-known/jwks.json",
    id: "keys",
    summary: "The keys that verify grants and receipts",
    description: "RFC 7517. The current signing key and those retired in the last 30 days.",
    answers: [{ status: 200, means: "The key set", schema: "KeySet" }],
    errors: ["database_unavailable"],
  },
  {
    method: "get",
    path: "/api/health",
    id: "health",
    summary: "Whether the process and its database are well",
    description: "503 while the database cannot be reached or the process is stopping.",
    answers: [{ status: 200, means: "All is well", schema: "Health" }],
    errors: [],
  },
  {
    method: "get",
    path: "/metrics",
    id: "metrics",
    summary: "Figures for Prometheus",
    description:
      "Text exposition format, computed once a second at most. When the server has COUNTERSIGN_METRICS_TOKEN, send it as Authorization: Bearer.",
    answers: [{ status: 200, means: "The figures", mediaType: "text/plain" }],
    errors: ["unauthenticated"],
  },
];

import type { ErrorCode } from "#lib/kernel/errors";
import type { SchemaName } from "./schemas.ts";

export interface Operation {
  method: "get" | "post" | "delete";
  path: string;
  id: string;
  summary: string;
  description: string;
  /** None for a call whose body has the wait tokens. */
  security?: "signature" | "waitToken";
  body?: SchemaName;
  query?: { name: string; description: string; schema: object }[];
  answers: { status: number; means: string; schema?: SchemaName; mediaType?: string }[];
  errors: ErrorCode[];
}

const anyCall: ErrorCode[] = ["rate_limited", "database_unavailable", "busy"];
const anyBody: ErrorCode[] = ["invalid_json", "payload_too_large", "unsupported_media_type"];
const signedCall: ErrorCode[] = [
  "missing_signature",
  "stale_timestamp",
  "invalid_signature",
  "key_expired",
  "key_revoked",
  ...anyBody,
  ...anyCall,
];

const eligibilityErrors: ErrorCode[] = ["agent_quarantined", "agent_revoked", "frozen", "owner_inactive"];

/** A signed call names its own errors only. */
const listed: Operation[] = [
  {
    method: "post",
    path: "/api/v1/agents/{agent}/requests",
    id: "ask",
    summary: "Request an action",
    description:
      "Evaluates policy immediately. `params` must match the action type's JSON Schema, otherwise the response is 422 with a JSON Pointer for each error. Retrying with the same `webhook-id` returns the request as it is now: 202 while it is pending, otherwise 200 with its state, also if it was denied, expired or cancelled. `grant` is only returned while it can be redeemed, and `grant_state` says what became of it. With `pick_up`, the same action again returns the agent's last request for it while that request is pending or its grant is unredeemed; a denied, expired or cancelled request is returned once more within a day. With `redeem`, an auto-approved ask redeems its grant: the response to the call that stored the request, and no other, has `redemption`.",
    security: "signature",
    body: "Ask",
    answers: [
      {
        status: 200,
        means: "Auto-approved with a grant, or a retry: the closed request as it is now",
        schema: "Answer",
      },
      { status: 202, means: "Pending approval", schema: "Answer" },
    ],
    errors: [...eligibilityErrors, "blocked_by_policy", "idempotency_conflict", "invalid_action", "conflict"],
  },
  {
    method: "get",
    path: "/api/v1/requests/{request}",
    id: "wait",
    summary: "Get or wait for a decision",
    description:
      "Returns as soon as the request is decided, or after `wait` seconds with its current state. While the server stops, it returns the current state immediately, possibly still pending, with `Retry-After`: call again after that time. Send `Accept: text/event-stream` to stream updates as `request` events. A request can have up to four open waits, including event streams. The fifth is rejected with 429.",
    security: "waitToken",
    query: [
      {
        name: "wait",
        description: "Seconds to wait (0 to 60)",
        schema: { type: "integer", minimum: 0, maximum: 60, default: 0 },
      },
    ],
    answers: [
      { status: 200, means: "Current state. Approved responses include the grant", schema: "Answer" },
    ],
    errors: ["invalid_wait_token", "invalid_body", ...anyCall],
  },
  {
    method: "post",
    path: "/api/v1/waits",
    id: "waitForFirst",
    summary: "Wait for the first decision of many requests",
    description:
      "For processes that hold many calls. Returns the requests that are no longer pending as soon as there is one, and all requests after `wait` seconds. A request that isn't in the response is still pending. While the server stops, the response can be empty and has `Retry-After`. Counts as one wait of each request and of each agent. A request that has four waits already is returned as it is now, with `Retry-After`.",
    body: "SharedWait",
    answers: [{ status: 200, means: "Decided requests, or all of them", schema: "SharedAnswers" }],
    errors: ["invalid_wait_token", "invalid_body", ...anyBody, ...anyCall],
  },
  {
    method: "delete",
    path: "/api/v1/requests/{request}",
    id: "cancel",
    summary: "Cancel a pending request",
    description: "If a decision is made at the same moment, only one of them takes effect.",
    security: "waitToken",
    answers: [{ status: 200, means: "Cancelled", schema: "Answer" }],
    errors: ["invalid_wait_token", "already_decided", ...anyCall],
  },
  {
    method: "post",
    path: "/api/v1/grants/redemptions",
    id: "redeem",
    summary: "Redeem a grant",
    description:
      "Signed by the agent, or by a tool registered for the grant's audience. Tools pass the proof the agent sent with the grant, `dpop` (RFC 9449) if the grant has `cnf`, otherwise `agent_proof`. Everything is checked again at redemption. With `execution`, the agent reports what became of the action.",
    security: "signature",
    body: "Redemption",
    answers: [{ status: 200, means: "Redeemed. Perform the action now", schema: "Redeemed" }],
    errors: [
      ...eligibilityErrors,
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
    path: "/api/v1/agents/{agent}/requests/{request}/execution",
    id: "reportExecution",
    summary: "Report what became of an action",
    description:
      "For a redemption with `execution`, signed by the agent or, if a tool redeemed, by a key of the tool's audience. The same report again returns the same response. An uncertain execution can still be reported as `done` or `failed`, until a person resolves it.",
    security: "signature",
    body: "ExecutionReport",
    answers: [{ status: 200, means: "Recorded", schema: "Execution" }],
    errors: ["invalid_body", "not_found", "conflict"],
  },
  {
    method: "post",
    path: "/api/v1/agents/{agent}/freeze",
    id: "freezeItself",
    summary: "Freeze the agent that calls",
    description:
      "For an agent that notices that someone else drives it. Puts this agent on hold: its pending requests are cancelled, its unused grants and workload keys are revoked, and its owner and all admins are notified. Only a person ends the hold. An agent that is on hold already gets that hold. A repeated `webhook-id` never freezes a second time: after a release the response is 409.",
    security: "signature",
    body: "SelfFreeze",
    answers: [{ status: 200, means: "On hold", schema: "SelfFrozen" }],
    errors: ["invalid_body", "agent_revoked", "conflict"],
  },
  {
    method: "post",
    path: "/api/v1/agents/enrollments",
    id: "enroll",
    summary: "Enroll an agent's public key",
    description:
      "Uses a one-time code from the agent's owner or an admin. Sign the call with the new key to prove possession.",
    security: "signature",
    body: "AgentEnrollment",
    answers: [{ status: 201, means: "Key enrolled", schema: "Enrolled" }],
    errors: ["invalid_body", "invalid_enrollment_code", "invalid_input", "agent_revoked", "conflict"],
  },
  {
    method: "post",
    path: "/api/v1/agents/{agent}/workload-keys",
    id: "issueWorkloadKey",
    summary: "Exchange a workload's OIDC token for a short-lived key",
    description:
      "An admin pinned the token's issuer, audience and subject on the agent's page. A token is used once. Sign the call with the new key to prove possession.",
    security: "signature",
    body: "WorkloadKey",
    answers: [{ status: 201, means: "Key issued", schema: "Enrolled" }],
    errors: [...eligibilityErrors, "invalid_body", "invalid_workload_token", "invalid_input", "conflict"],
  },
  {
    method: "post",
    path: "/api/v1/boundaries/enrollments",
    id: "enrollBoundary",
    summary: "Enroll a boundary's public key",
    description:
      "Uses a one-time code from an admin. Sign the call with the new key to prove possession. The key replaces the boundary's earlier key.",
    security: "signature",
    body: "BoundaryEnrollment",
    answers: [{ status: 201, means: "Key enrolled", schema: "BoundaryEnrolled" }],
    errors: ["invalid_body", "invalid_enrollment_code", "invalid_input", "conflict"],
  },
  {
    method: "post",
    path: "/api/v1/boundaries/{boundary}/contact",
    id: "contactBoundary",
    summary: "Report a boundary's tools",
    description:
      "Signed by the boundary. Lists the hashes of its tools, 2,000 at most, in one call or in parts of at most 500. The last part completes the list. Its response contains what an admin accepted, and the mapping that is kept for the boundary. A contact without tools asks for the mapping alone.",
    security: "signature",
    body: "BoundaryContact",
    answers: [{ status: 200, means: "Recorded", schema: "BoundaryContactAnswer" }],
    errors: ["invalid_body", "not_found", "conflict"],
  },
  {
    method: "post",
    path: "/api/v1/boundaries/{boundary}/tools",
    id: "sendTools",
    summary: "Send a boundary's tools in full",
    description:
      "Signed by the boundary. Sends the tools that the response to a contact wants, for an admin to read. A tool is stored only if its hashes are the ones that were reported.",
    security: "signature",
    body: "BoundaryTools",
    answers: [{ status: 200, means: "Stored", schema: "WantedTools" }],
    errors: ["invalid_body", "not_found"],
  },
  {
    method: "get",
    path: "/.well-known/jwks.json",
    id: "keys",
    summary: "Get public signing keys",
    description: "JWK Set (RFC 7517) with the current key and keys retired in the last 30 days.",
    answers: [{ status: 200, means: "The key set", schema: "KeySet" }],
    errors: ["database_unavailable"],
  },
  {
    method: "get",
    path: "/api/health",
    id: "health",
    summary: "Health check",
    description: "Returns 503 if the database is unreachable or the process is shutting down.",
    answers: [{ status: 200, means: "Healthy", schema: "Health" }],
    errors: [],
  },
  {
    method: "get",
    path: "/livez",
    id: "live",
    summary: "Liveness probe",
    description: "Returns 200 as long as the process runs, whatever the state of the database.",
    answers: [{ status: 200, means: "Running", schema: "Probe" }],
    errors: [],
  },
  {
    method: "get",
    path: "/readyz",
    id: "ready",
    summary: "Readiness probe",
    description:
      "Returns 503 with a reason if the process is stopping, the database doesn't answer and commit within three seconds, or the schema of the database isn't that of this release or of the next one. Looks at the database once a second at most.",
    answers: [
      { status: 200, means: "Ready", schema: "Probe" },
      { status: 503, means: "Not ready", schema: "Probe" },
    ],
    errors: [],
  },
  {
    method: "get",
    path: "/metrics",
    id: "metrics",
    summary: "Prometheus metrics",
    description:
      "Text exposition format, computed once a second at most. If the server has `COUNTERSIGN_METRICS_TOKEN`, send it as `Authorization: Bearer`.",
    answers: [{ status: 200, means: "Metrics", mediaType: "text/plain" }],
    errors: ["unauthenticated"],
  },
];

/** The agent-facing wire, version 1 (docs/agents.md), each call with all its errors. */
export const operations: Operation[] = listed.map((operation) =>
  operation.security === "signature"
    ? { ...operation, errors: [...signedCall, ...operation.errors] }
    : operation,
);

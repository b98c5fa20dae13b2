import { z } from "zod";
import { agentEnrollmentSchema } from "#app/api/agent/agent-enrollments";
import { selfFreezeSchema } from "#app/api/agent/self-freeze/self-freeze";
import { sharedWaitSchema } from "#app/api/agent/waits/shared-waits";
import { workloadKeySchema } from "#app/api/agent/workloads/workload-keys";
import { boundaryEnrollmentSchema } from "#app/api/boundary/boundaries";
import { statusOf } from "#app/runtime/problem";
import { durabilities } from "#db/durability";
import { standingScopes } from "#lib/approvals/standing/stand";
import type { ExecutionResponse } from "#lib/boundary/executions/report-execution";
import { executionReportSchema } from "#lib/boundary/executions/report-schema";
import type { BoundaryMapping } from "#lib/boundary/mapping/kept/mapping-for";
import { contactSchema, toolTextsSchema } from "#lib/boundary/registry/contact-schema";
import type { ContactResponse } from "#lib/boundary/registry/record-contact";
import { redemptionSchema } from "#lib/grants/redeem-schema";
import { messageTypes, type WebhookEvent } from "#lib/notifications/webhooks/event-types";
import { actionSchema } from "#lib/policy/language/action";
import { askSchema } from "#lib/requests/ask/ask-schema";
import type { RequestResponse } from "#lib/requests/request-response";

const time = z.iso.datetime().meta({ description: "RFC 3339, UTC" });

const requestState = z.enum(["allowed", "blocked", "pending", "approved", "denied", "expired", "cancelled"]);
const closeReason = z.enum([
  "by_agent",
  "blocked_by_policy",
  "owner_changed",
  "ownership_unconfirmed",
  "agent_held",
  "agent_revoked",
  "key_revoked",
  "restored",
  "standing_denial",
  "timed_out",
  "unexpected",
  "wrong_number",
]);

const denialCode = z.string().meta({
  description:
    "Why, for programs: `wrong_amount`, `wrong_target`, `not_now`, `not_needed`, a code of the action type, `other` (the approver's words alone) or `unexpected`",
});

const patch = z
  .array(z.object({ op: z.literal("replace"), path: z.string(), value: z.json() }))
  .meta({ description: "JSON Patch (RFC 6902) of the action, such as `/params/amount`" });

export const redeemedSchema = z.object({
  grant: z.object({ id: z.string(), state: z.literal("redeemed"), redeemed_at: time, audience: z.string() }),
  request: z.object({ id: z.string(), owner: z.string() }),
  basis: z.enum(["passkey", "policy"]).meta({
    description:
      "How the action was authorized. `policy` for a draw from a standing approval too: no person was present",
  }),
  approvals: z.array(
    z.object({
      id: z.string(),
      by: z.string(),
      at: time,
      capacity: z.enum(["owner", "backup", "group", "delegate", "break_glass"]).meta({
        description: "The approver's capacity. `break_glass` means one admin approved alone",
      }),
      on_behalf_of: z.string().optional().meta({ description: "For delegates: the person they decided for" }),
      standing_approval: z.string().optional().meta({
        description:
          "For a draw, with no person asked: the standing approval (`sta_...`) that the person signed",
      }),
      receipt: z.url(),
    }),
  ),
  execution: z.object({ state: z.literal("expected"), due_at: time }).optional(),
});

/** The agent's view of a request. The type ensures that the schema matches the verb's result. */
export const requestResponseSchema: z.ZodType<RequestResponse> = z.object({
  request: z.object({
    id: z.string().meta({ description: "req_ and 26 characters" }),
    state: requestState,
    close_reason: closeReason.optional().meta({
      description:
        "Why the request closed without a decision, or `unexpected`: denied, and the agent is on hold; `standing_denial`: denied like an earlier request",
    }),
    action_digest: z
      .string()
      .meta({ description: "`base64url(SHA-256(JCS({agent, type, resource?, params, audience?})))`" }),
    policy: z.object({ version: z.int(), rules: z.array(z.string()) }),
    owner: z.string().meta({ description: "The agent's accountable owner" }),
    approvals: z.object({
      required: z.int(),
      given: z.int(),
      deciders: z
        .int()
        .optional()
        .meta({ description: "Approvers who can still decide (pending requests only)" }),
    }),
    number_to_match: z
      .string()
      .regex(/^[1-9]\d$/)
      .optional()
      .meta({
        description:
          "Show this number to the person who approves: they have to type it (pending requests with number matching only)",
      }),
    approved_before: z
      .object({
        request_id: z.string(),
        at: time,
        outcome: z.enum(["carried_out", "uncertain", "approved", "failed", "unused"]),
      })
      .optional()
      .meta({
        description:
          "Your earlier request for exactly the same action, and what became of it (pending requests only)",
      }),
    denial: z
      .object({
        by: z.string(),
        reason_code: denialCode,
        reason: z.string().meta({ description: "Why, in words: the reason, and what the approver wrote" }),
        suggested_edit: patch.optional().meta({
          description: "Changes with which the person would approve. Apply them and ask again",
        }),
        stands_for: z.enum(standingScopes).optional().meta({
          description:
            "Later requests of the same action, of the same type and resource, or of the same type are denied too",
        }),
        stands_until: time.optional().meta({
          description: "Until then, unless it is ended before",
        }),
      })
      .optional(),
    edit: z.object({ asked_digest: z.string(), patch, action: actionSchema }).optional().meta({
      description:
        "How an approver edited the action. `action_digest` and the grant are of `action`. Only with `accept_edits`",
    }),
    expires_at: time,
    approval_url: z.url(),
  }),
  wait: z.object({ url: z.url(), token: z.string(), expires_at: time }).optional(),
  grant: z.string().optional().meta({ description: "The grant (JWT), until it is redeemed or expires" }),
  grant_expires_at: time.optional(),
  grant_state: z.enum(["issued", "redeemed", "expired", "revoked"]).optional().meta({
    description:
      "State of the grant, if there is or was one. Perform the action only after you redeemed `grant`, or if the response has `redemption`",
  }),
  grant_redeemed_at: time.optional().meta({ description: "Of every redeemed grant. Permits nothing" }),
  redemption: redeemedSchema.extend({ webhook_id: z.string() }).optional().meta({
    description:
      "Only in the response to the call that stored the request, and only if the ask has `redeem` and policy auto-approved: the grant was redeemed for this response. Perform the action, once",
  }),
});

/** What became of a redeemed action. The type ensures that the schema matches the verb's result. */
export const executionSchema: z.ZodType<ExecutionResponse> = z.object({
  request: z.object({ id: z.string() }),
  execution: z.object({
    state: z.enum(["done", "failed", "uncertain"]),
    started_at: time.meta({ description: "When the grant was redeemed" }),
    due_at: time,
    reported_at: time,
    duration_ms: z.int(),
    result_sha256: z.string().optional(),
  }),
});

const selfFrozenSchema = z.object({
  agent: z.object({ id: z.string() }),
  hold: z.object({
    since: time,
    by: z
      .enum(["agent", "person"])
      .meta({ description: "`person`: a person held the agent before the call" }),
  }),
});

const enrolledSchema = z.object({
  agent: z.object({ id: z.string(), name: z.string() }),
  key: z.object({ id: z.string(), expires_at: time }),
  origin: z.url(),
});

const boundaryEnrolledSchema = z.object({
  boundary: z.object({ id: z.string().meta({ description: "bnd_ and 26 characters" }), name: z.string() }),
  origin: z.url(),
});

const wanted = z
  .array(z.string())
  .meta({ description: "Tools to send in full, so that an admin can read them" });

const mappingSchema = z
  .object({
    digest: z.string().meta({ description: "base64url(SHA-256(document))" }),
    document: z
      .string()
      .optional()
      .meta({ description: "Canonical JSON. Left out if the boundary uses this mapping already" }),
  })
  .nullable()
  .meta({ description: "The mapping that admins keep for the boundary, if any" });

/** The answer to a boundary's contact. The type ensures that the schema matches the verbs' results. */
export const contactResponseSchema: z.ZodType<
  Extract<ContactResponse, { next_part: number }> | (ContactResponse & { mapping: BoundaryMapping | null })
> = z.union([
  z.object({ next_part: z.int() }),
  z.object({
    mapping: mappingSchema,
    held_tools: z
      .enum(["block", "step_up"])
      .meta({ description: "What the boundary does with a call of a held tool" }),
    tools: z
      .object({
        accepted: z
          .record(z.string(), z.object({ description: z.string(), schema: z.string() }))
          .meta({ description: "Hashes of the accepted tools. Every other tool is held" }),
        wanted,
      })
      .optional()
      .meta({ description: "Left out for a contact without tools" }),
  }),
]);

const keySetSchema = z.object({ keys: z.array(z.record(z.string(), z.string())) });

const healthSchema = z.object({
  status: z.enum(["ok", "stopping", "unavailable"]),
  process: z.enum(["up", "stopping"]),
  database: z.enum(["up", "down"]),
});

const probeSchema = z.object({
  status: z.enum(["ok", "not_ready"]),
  reason: z.string().optional().meta({ description: "Why the process isn't ready, for people." }),
  durability: z
    .enum(durabilities)
    .optional()
    .meta({ description: "What an answered call survives, on /readyz." }),
});

/** RFC 9457, with our stable `code`. */
export const problemSchema = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.enum(Object.keys(statusOf) as [string, ...string[]]),
  detail: z.string().meta({ description: "User-facing message" }),
  instance: z
    .string()
    .optional()
    .meta({ description: "Of an internal error: the ID of the call, which is in the server's log" }),
  errors: z
    .array(
      z.object({ path: z.string().meta({ description: "JSON Pointer (RFC 6901)" }), message: z.string() }),
    )
    .optional(),
});

/** A message to an endpoint or a callback. The type ensures that the schema matches what is sent. */
export const webhookEventSchema: z.ZodType<WebhookEvent> = z.object({
  type: z.enum(messageTypes),
  timestamp: time,
  data: z.object({
    environment: z.string().optional().meta({ description: "What the workspace calls its environment" }),
    request: z
      .object({
        id: z.string(),
        state: requestState,
        close_reason: closeReason.optional().meta({
          description:
            "Why the request closed without a decision, or `unexpected`: denied, and the agent is on hold; `standing_denial`: denied like an earlier request",
        }),
        denial: z.object({ reason_code: denialCode }).optional(),
        action_type: z.string(),
        risk: z
          .enum(["read", "write", "spend", "production", "destructive"])
          .nullable()
          .meta({ description: "null for an unclassified action" }),
        action_digest: z.string(),
        webhook_id: z.string().meta({ description: "The `webhook-id` of the ask that created the request" }),
        policy_version: z.int(),
        approvals: z.object({ required: z.int(), given: z.int() }),
        break_glass: z.boolean().meta({ description: "One admin approved alone" }),
        created_at: time,
        expires_at: time,
        closed_at: time.nullable(),
      })
      .optional()
      .meta({ description: "The request as it was when the message was sent" }),
    agent: z.object({ id: z.string() }).optional(),
    owner: z.object({ id: z.string() }).optional(),
  }),
});

/** The document's named schemas, each from the zod schema the code itself reads or answers with. */
export const namedSchemas = {
  Ask: askSchema,
  Answer: requestResponseSchema,
  SharedWait: sharedWaitSchema,
  SharedAnswers: z.object({ answers: z.array(requestResponseSchema) }),
  Redemption: redemptionSchema,
  Redeemed: redeemedSchema,
  ExecutionReport: executionReportSchema,
  Execution: executionSchema,
  SelfFreeze: selfFreezeSchema,
  SelfFrozen: selfFrozenSchema,
  AgentEnrollment: agentEnrollmentSchema,
  Enrolled: enrolledSchema,
  WorkloadKey: workloadKeySchema,
  BoundaryEnrollment: boundaryEnrollmentSchema,
  BoundaryEnrolled: boundaryEnrolledSchema,
  BoundaryContact: contactSchema,
  BoundaryContactAnswer: contactResponseSchema,
  BoundaryTools: toolTextsSchema,
  WantedTools: z.object({ wanted }),
  KeySet: keySetSchema,
  Health: healthSchema,
  Probe: probeSchema,
  WebhookEvent: webhookEventSchema,
  Problem: problemSchema,
} as const;

export type SchemaName = keyof typeof namedSchemas;

/** A body of this schema, as a part of the document. */
export function content(schema: SchemaName, mediaType = "application/json") {
  return { [mediaType]: { schema: { $ref: `#/components/schemas/${schema}` } } };
}

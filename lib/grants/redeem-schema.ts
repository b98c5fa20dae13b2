import { z } from "zod";
import { addSeconds } from "#lib/kernel/clock";
import { actionSchema } from "#lib/policy/language/action";
import { boundaryIdSchema } from "#lib/text/boundary-id-schema";
import type { ExpectedExecution } from "./redeem-statement.ts";

/** How long the report of an execution may take, in seconds. */
const reportSeconds = { minimum: 30, maximum: 86_400 } as const;

export const executionSchema = z
  .strictObject({
    report_within: z.int().min(reportSeconds.minimum).max(reportSeconds.maximum).meta({
      description: "Seconds until the execution counts as uncertain without a report",
    }),
    boundary: boundaryIdSchema.optional(),
  })
  .meta({ description: "Announces a report of what became of the action" });

/** The execution that a redemption announces. */
export function expectedExecution(
  { report_within, boundary }: z.output<typeof executionSchema>,
  now: Date,
): ExpectedExecution {
  return { dueAt: addSeconds(now, report_within), boundaryId: boundary ?? null };
}

/** The body of a redemption (docs/agents.md). A tool passes one proof, as sent by the agent. */
export const redemptionSchema = z.strictObject({
  grant: z.string().min(1).max(32_000),
  action: actionSchema,
  dpop: z.string().max(8_000).optional().meta({
    description: "From a tool, for a grant with `cnf`: the agent's DPoP proof (RFC 9449)",
  }),
  agent_proof: z.string().max(2_000).optional().meta({
    description:
      "From a tool, for a grant without `cnf`: the agent's `Countersign-Proof`, `id.timestamp.signature` over `id.timestamp.` and `countersign/grant-proof/v1`, the base64url SHA-256 of the grant and its audience, separated by line feeds",
  }),
  execution: executionSchema.optional(),
});

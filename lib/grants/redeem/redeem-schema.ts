import { z } from "zod";
import { actionSchema } from "#lib/policy/language/action";

/**
 * The body of a redemption (docs/agents.md). A tool passes one of the two proofs, as sent by the
 * agent with the grant.
 */
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
});

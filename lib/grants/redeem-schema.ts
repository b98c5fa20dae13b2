import { z } from "zod";
import { actionSchema } from "#lib/policy/action";

/** The body of a redemption (docs/agents.md). `dpop` is the agent's proof (RFC 9449), needed when a tool redeems a grant with `cnf`. */
export const redemptionSchema = z.strictObject({
  grant: z.string().min(1).max(32_000),
  action: actionSchema,
  dpop: z.string().max(8_000).optional(),
});

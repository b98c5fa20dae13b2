import { z } from "zod";
import { executionSchema } from "#lib/grants/redeem-schema";
import type { Json } from "#lib/json/canonical";
import { storableText } from "#lib/json/storable-text";
import { actionSchema } from "#lib/policy/language/action";
import { longestRequestSeconds } from "#lib/policy/language/rule";
import { boundaryIdSchema } from "#lib/text/boundary-id-schema";

/** Shortest and longest time an agent may give its owner, in seconds. */
const requestLifeSeconds = { minimum: 10, maximum: longestRequestSeconds } as const;

/** Unknown members are refused: a misspelled `expires_in` must not mean the default. */
export const askSchema = z
  .strictObject({
    action: actionSchema,
    reason: storableText(2000).optional(),
    context: z
      .custom<{ [name: string]: Json }>(
        (value) => typeof value === "object" && value !== null && !Array.isArray(value),
        "must be a JSON object",
      )
      .meta({
        type: "object",
        description: "Extra information for the approver. Shown as unverified.",
      })
      .optional(),
    expires_in: z.int().min(requestLifeSeconds.minimum).max(requestLifeSeconds.maximum).optional(),
    boundary: boundaryIdSchema.optional().meta({
      description: "The registered boundary that holds the call. Shown as reported by the agent.",
    }),
    accept_edits: z.boolean().optional().meta({
      description:
        "Whether the agent can act on an action that an approver edited. The response then has `edit`, and the grant is for the edited action. Can't be combined with `pick_up`",
    }),
    pick_up: z.boolean().optional().meta({
      description:
        "Get this agent's last request for the same action, if it is open or its grant is unredeemed, instead of a new request. Can't be combined with `accept_edits`",
    }),
    redeem: z.boolean().optional().meta({
      description:
        "Redeem the grant in the same call if policy auto-approves. The response then has `redemption`, and the agent may perform the action, once",
    }),
    execution: executionSchema.optional(),
  })
  .refine(({ accept_edits, pick_up }) => !(accept_edits && pick_up), {
    path: ["accept_edits"],
    error: "can't be combined with pick_up: a repeated call would not find the edited request",
  })
  .refine(({ execution, redeem }) => !execution || redeem, {
    path: ["execution"],
    error: "announces the report of a redemption: set redeem to true, or send it with the redemption",
  });

export type Ask = z.output<typeof askSchema>;

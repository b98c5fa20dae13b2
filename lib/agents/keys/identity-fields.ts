import { z } from "zod";
import { singleLine } from "#lib/text/single-line";

const mostCharacters = 512;
const mostKeyMinutes = 60;
const leastKeyMinutes = 5;
const defaultKeyMinutes = 15;

/** Claims that have their own field, or change with every token. */
const otherFields = new Set(["iss", "aud", "sub", "exp", "nbf", "iat", "jti"]);

const claimName = singleLine(100, "Enter a claim name").refine((name) => !otherFields.has(name), {
  error: "must be another claim than iss, aud, sub, exp, nbf, iat or jti",
});
const claim = z.object({ name: claimName, value: singleLine(mostCharacters, "Enter a value") });

/** The exact values of a workload's token. A pattern would also match a stranger's workload. */
export const workloadIdentityFields = z.object({
  issuer: singleLine(mostCharacters, "Enter an issuer"),
  audience: singleLine(mostCharacters, "Enter an audience"),
  subject: singleLine(mostCharacters, "Enter a subject").refine((text) => !text.includes("*"), {
    error: "must be the exact subject. Patterns such as * aren't supported",
  }),
  claims: z.array(claim).max(2),
  keyMinutes: z.coerce
    .number({ error: "must be a number of minutes" })
    .int()
    .min(leastKeyMinutes, { error: `must be at least ${leastKeyMinutes} minutes` })
    .max(mostKeyMinutes, { error: `must be at most ${mostKeyMinutes} minutes` })
    .default(defaultKeyMinutes),
});

export type WorkloadIdentityFields = z.output<typeof workloadIdentityFields>;

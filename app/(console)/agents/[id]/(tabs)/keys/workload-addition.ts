import { z } from "zod";
import { runtime } from "#app/runtime/runtime";
import { defineAct, idField, withFields } from "#app/web/forms/act";
import { defineConfirmedAction, fact } from "#app/web/forms/confirmed-action";
import { counted } from "#components/text/plural.ts";
import { findAgent } from "#lib/agents/find-agent";
import { addWorkloadIdentity } from "#lib/agents/keys/add-identity";
import { workloadIdentityFields } from "#lib/agents/keys/identity-fields";
import { removeWorkloadIdentity } from "#lib/ownership/remove-workload-identity";

/** Claims as typed: `name=value`, one a line. */
const claimLines = z.string().transform((text, context) => {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  const claims = lines.map((line) => {
    const [name = "", ...rest] = line.split("=");
    return { name: name.trim(), value: rest.join("=").trim() };
  });
  const isWritten = claims.every(({ name, value }) => name !== "" && value !== "");
  const isUnique = new Set(claims.map(({ name }) => name)).size === claims.length;
  if (isWritten && isUnique && claims.length <= 2) return claims;
  context.addIssue({ code: "custom", message: "must be at most two claims, each as name=value" });
  return z.NEVER;
});

const addition = z.object({
  ...workloadIdentityFields.shape,
  agentId: idField("agt"),
  claims: claimLines.pipe(workloadIdentityFields.shape.claims),
});

/** The passkey confirms exactly the issuer, audience, subject and claims whose tokens act as the agent. */
export const workloadAddition = defineConfirmedAction({
  name: "agent/workload",
  roles: ["admin"],
  refreshes: ["/agents"],
  read: addition,
  look: async (viewer, { agentId }, { db, now }) => {
    const { name } = await findAgent(db, { viewer, agentId, now });
    return { name };
  },
  about: ({ agentId }) => [agentId],
  question: ({ issuer, audience, subject, claims, keyMinutes }, { name }) => ({
    title: `Add a workload identity to ${name}?`,
    facts: [
      fact("Issuer", issuer),
      fact("Audience", audience),
      fact("Subject", subject),
      ...claims.map((claim) => fact(claim.name, claim.value)),
      fact("Keys expire", `After ${counted(keyMinutes, "minute")}`),
    ],
    consequences: [
      `Every workload with a token that has these values can send requests and act as ${name}.`,
      ...(/(^|:)pull_request(:|$)/.test(subject)
        ? ["This subject includes every pull request, with code that no one has reviewed."]
        : []),
    ],
    confirm: "Add identity",
  }),
  run: async (db, by, fields) => {
    await addWorkloadIdentity(db, { ...fields, config: runtime().config, ...by });
  },
});

export const workloadRemoval = defineAct({
  name: "agent/remove-workload",
  roles: "everyone",
  refreshes: ["/agents"],
  perform: withFields(
    z.object({ agentId: idField("agt"), identityId: idField("wid") }),
    removeWorkloadIdentity,
  ),
});

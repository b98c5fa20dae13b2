import type { Transaction } from "#db/client";
import { registerTool } from "#lib/agents/keys/register-tool";
import { setBackups } from "#lib/agents/set-backups";
import { setLabels } from "#lib/agents/set-labels";
import { confirmStanding } from "#lib/approvals/standing/approvals/second-admin";
import { saveMapping } from "#lib/boundary/mapping/kept/save-mapping";
import { acceptTools } from "#lib/boundary/registry/accept-tools";
import { changeHeldTools } from "#lib/boundary/registry/change-held-tools";
import { createBoundary } from "#lib/boundary/registry/create-boundary";
import { issueBoundaryCode } from "#lib/boundary/registry/issue-code";
import type { MasterSecret } from "#lib/crypto/seal";
import type { Config } from "#lib/kernel/config";
import { digestOfText } from "#lib/kernel/digest";
import { CountersignError } from "#lib/kernel/errors";
import { releaseAgents } from "#lib/lifecycle/release-agents";
import { changeRoles } from "#lib/membership/change-roles";
import { changeMembers } from "#lib/membership/groups/change-members";
import { invitePerson, reissueInvitation } from "#lib/membership/invite-person";
import { issueRecovery } from "#lib/membership/issue-recovery";
import { nameDelegate } from "#lib/membership/name-delegate";
import { reinstatePerson } from "#lib/membership/reinstate-person";
import { saveSetting } from "#lib/notifications/chat/change-setting";
import { changeMailSettings } from "#lib/notifications/mail/change-mail-settings";
import { changeEvents } from "#lib/notifications/webhooks/change-events";
import { eventTypesField, registerEndpoint } from "#lib/notifications/webhooks/register-endpoint";
import type { ProposedAct, ProposedChange } from "#lib/proposals/proposed-change";
import type { Viewer } from "#lib/sessions/session";
import { changeEnvironment } from "#lib/two-admins/change-environment";
import type { ConfirmedProposal } from "#lib/two-admins/requires-second-admin";
import { endSecondAdmin } from "#lib/two-admins/single-admin";

/** A change's result, shown once, to the confirming admin. */
export type Performed =
  | { kind: "done" }
  | { kind: "link"; personId: string; token: string; expiresAt: Date }
  | { kind: "tool"; name: string; audience: string; secret: string | undefined }
  | { kind: "endpoint"; endpointId: string; url: string; secret: string }
  | { kind: "code"; name: string; code: string; expiresAt: Date };

export interface By {
  actor: Viewer;
  /** Credential ID of the confirming passkey. */
  confirmedWith: string;
  confirmed: ConfirmedProposal;
  masterSecret: MasterSecret;
  config: Pick<Config, "origin">;
  now: Date;
}

type Performer<Act extends ProposedAct> = (
  tx: Transaction,
  change: Extract<ProposedChange, { act: Act }>,
  by: By,
) => Promise<Performed>;

const done = { kind: "done" } as const;

/** The verb of every change. Total: a new kind of change without a verb does not compile. */
const performers: { [Act in ProposedAct]: Performer<Act> } = {
  "agent.labels": async (tx, { agent, before, after }, by) => {
    await setLabels(tx, { ...by, agentId: agent, seen: before, labels: after });
    return done;
  },
  "agent.backups": async (tx, { agent, before, after }, by) => {
    await setBackups(tx, { ...by, agentId: agent, seenIds: before, backupIds: after });
    return done;
  },
  "group.members": async (tx, { group, before, after }, by) => {
    await changeMembers(tx, { ...by, groupId: group, seenIds: before, memberIds: after });
    return done;
  },
  "delegation.name": async (tx, { person, delegate, starts_at, ends_at }, by) => {
    const startsAt = starts_at === null ? undefined : new Date(starts_at);
    const span = { startsAt, endsAt: new Date(ends_at) };
    await nameDelegate(tx, { ...by, personId: person, delegateId: delegate, ...span });
    return done;
  },
  "tool.register": async (tx, { name, audience, public_key, expires_in_days }, by) => {
    const key = public_key === null ? ("secret" as const) : { publicKey: public_key };
    const tool = await registerTool(tx, { ...by, name, audience, key, expiresInDays: expires_in_days });
    return { kind: "tool", name, audience, secret: tool.secret };
  },
  "webhook.register": async (tx, { url, description, event_types }, by) => {
    const eventTypes = eventTypesField.parse(event_types);
    const endpoint = await registerEndpoint(tx, { ...by, url, description, eventTypes });
    return { kind: "endpoint", ...endpoint };
  },
  "webhook.events": async (tx, { endpoint: endpointId, before, after }, by) => {
    const [seen, eventTypes] = [eventTypesField.parse(before), eventTypesField.parse(after)];
    await changeEvents(tx, { ...by, endpointId, seen, eventTypes });
    return done;
  },
  "person.roles": async (tx, { person, before, after }, by) => {
    await changeRoles(tx, { ...by, personId: person, seenRoles: before, roles: after });
    return done;
  },
  "person.invite": async (tx, { name, email, roles }, by) => {
    return { kind: "link", ...(await invitePerson(tx, { ...by, name, email, roles })) };
  },
  "person.invite_again": async (tx, { person: personId, roles: seenRoles }, by) => {
    return { kind: "link", personId, ...(await reissueInvitation(tx, { ...by, personId, seenRoles })) };
  },
  "person.reinstate": async (tx, { person: personId, roles: seenRoles, against_directory }, by) => {
    await reinstatePerson(tx, { ...by, personId, seenRoles, againstDirectory: against_directory });
    return done;
  },
  "person.recover": async (tx, { person: personId, roles: seenRoles, old_passkeys }, by) => {
    const link = await issueRecovery(tx, { ...by, personId, seenRoles, oldPasskeys: old_passkeys });
    return { kind: "link", personId, ...link };
  },
  "chat.save": async (tx, { kind, setting, host, ends_with, sealed, before }, by) => {
    const secretSealed = Buffer.from(sealed, "base64url");
    const sealedSetting = { kind, id: setting, host, endsWith: ends_with, secretSealed };
    await saveSetting(tx, { ...by, setting: sealedSetting, seenId: before });
    return done;
  },
  "mail.change": async (tx, { before, after, password_sealed }, by) => {
    const passwordSealed = password_sealed === null ? undefined : Buffer.from(password_sealed, "base64");
    await changeMailSettings(tx, { ...by, before, after, passwordSealed });
    return done;
  },
  "boundary.create": async (tx, { name, held_tools: heldTools }, by) => {
    return { kind: "code", name, ...(await createBoundary(tx, { ...by, name, heldTools })) };
  },
  "boundary.code": async (tx, { boundary: boundaryId, name }, by) => {
    return { kind: "code", name, ...(await issueBoundaryCode(tx, { ...by, boundaryId })) };
  },
  "boundary.held_tools": async (tx, { boundary: boundaryId, before: seen, after: heldTools }, by) => {
    await changeHeldTools(tx, { ...by, boundaryId, seen, heldTools });
    return done;
  },
  "boundary.accept_tools": async (tx, { boundary: boundaryId, tools }, by) => {
    await acceptTools(tx, { ...by, boundaryId, tools });
    return done;
  },
  "boundary.mapping": async (tx, { boundary: boundaryId, before, after: written }, by) => {
    const seen = before === null ? null : digestOfText(before);
    await saveMapping(tx, { ...by, boundaryId, seen, written });
    return done;
  },
  "workspace.environment": async (tx, { before, after }, by) => {
    await changeEnvironment(tx, { ...by, seen: before ?? undefined, environment: after ?? undefined });
    return done;
  },
  "workspace.single_admin": async (tx, _, by) => {
    await endSecondAdmin(tx, by);
    return done;
  },
  "agents.release": async (tx, { epoch }, by) => {
    await releaseAgents(tx, { ...by, epoch });
    return done;
  },
  "standing_approval.confirm": async (tx, { standing: standingId, statement }, by) => {
    await confirmStanding(tx, { ...by, standingId, statement });
    return done;
  },
  // The review page confirms a version by its own digest: lib/publishing/publish-draft.ts.
  "policy.publish": async (_tx, { digest }) => {
    throw new CountersignError("conflict", `version ${digest} is published on its review page`, {
      userMessage: "Publish this version from the draft's review page.",
    });
  },
};

/** Makes a confirmed change, in the transaction of its confirmation. */
export function performChange(tx: Transaction, change: ProposedChange, by: By): Promise<Performed> {
  const perform = performers[change.act] as Performer<ProposedAct>;
  return perform(tx, change, by);
}

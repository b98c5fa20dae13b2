import type { Proposing } from "#app/web/forms/proposal-words";
import type { ProposedAct } from "#lib/proposals/proposed-change";
import { backupsChange } from "../agents/[id]/backups-change.ts";
import { labelsChange } from "../agents/[id]/labels-change.ts";
import { acceptance } from "../boundaries/acceptance.ts";
import { creation as boundaryCreation, heldToolsChange, newCode } from "../boundaries/boundary-acts.ts";
import { mappingChange } from "../boundaries/mapping-change.ts";
import { chatSaving } from "../channels/chat/chat-acts.ts";
import { mailChange } from "../channels/mail/mail-change.ts";
import { registration as endpointRegistration, eventsChange } from "../channels/webhooks/endpoint-acts.ts";
import { newInvitation, newRecovery } from "../people/[id]/links.ts";
import { reinstating } from "../people/[id]/reinstating.ts";
import { rolesChange } from "../people/[id]/roles-change.ts";
import { membersChange } from "../people/groups/group-acts.ts";
import { invitation } from "../people/invite/invitation.ts";
import { proposal as versionProposal } from "../policy/draft/review/publication.ts";
import { naming } from "../settings/delegation-naming.ts";
import { endProposal } from "../settings/publishing/second-admin.ts";
import { registration as toolRegistration } from "../settings/tools/registration.ts";

/** The acts that propose a change, where the workspace requires two admins for it. */
export const proposableActs = [
  backupsChange,
  labelsChange,
  membersChange,
  naming,
  toolRegistration,
  endpointRegistration,
  eventsChange,
  rolesChange,
  invitation,
  newInvitation,
  newRecovery,
  reinstating,
  chatSaving,
  mailChange,
  boundaryCreation,
  newCode,
  heldToolsChange,
  acceptance,
  mappingChange,
  endProposal,
  versionProposal,
] as const satisfies Proposing<ProposedAct>[];

type Proposers = { [Each in (typeof proposableActs)[number] as Each["proposes"]]: Each };

/** Total: a kind of change that no act proposes doesn't compile. */
export const proposers: Record<ProposedAct, Proposing<ProposedAct>> = Object.fromEntries(
  proposableActs.map((act) => [act.proposes, act]),
) as unknown as Proposers;

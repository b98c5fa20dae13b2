import type { Act } from "#app/web/forms/act";
import type { Proposing } from "#app/web/forms/proposal-words";
import type { ProposedAct } from "#lib/proposals/proposed-change";
import * as callback from "../agents/[id]/(tabs)/keys/callback-setting.ts";
import * as workloads from "../agents/[id]/(tabs)/keys/workload-addition.ts";
import * as backups from "../agents/[id]/backups-change.ts";
import * as agentKeys from "../agents/[id]/key-addition.ts";
import * as labels from "../agents/[id]/labels-change.ts";
import * as agentRevocation from "../agents/[id]/revocation.ts";
import * as agentCreation from "../agents/new/creation.ts";
import * as reassignment from "../agents/orphaned/reassignment.ts";
import * as ownership from "../agents/ownership-acts.ts";
import * as holds from "../agents/releasing.ts";
import * as toolAcceptance from "../boundaries/acceptance.ts";
import * as boundaries from "../boundaries/boundary-acts.ts";
import * as mappings from "../boundaries/mapping-change.ts";
import * as chat from "../channels/chat/chat-acts.ts";
import * as failedDeliveries from "../channels/failed/retry-acts.ts";
import * as floods from "../channels/flood-change.ts";
import * as mail from "../channels/mail/mail-change.ts";
import * as messageDetails from "../channels/message-details.ts";
import * as pushKey from "../channels/web-push/rotation.ts";
import * as endpoints from "../channels/webhooks/endpoint-acts.ts";
import * as passkeys from "../people/[id]/(tabs)/passkeys/passkey-confirmation.ts";
import * as addresses from "../people/[id]/address-confirmation.ts";
import * as deactivation from "../people/[id]/deactivation.ts";
import * as links from "../people/[id]/links.ts";
import * as reinstating from "../people/[id]/reinstating.ts";
import * as roles from "../people/[id]/roles-change.ts";
import * as groups from "../people/groups/group-acts.ts";
import * as invitation from "../people/invite/invitation.ts";
import * as actionTypes from "../policy/actions/action-type-acts.ts";
import * as draft from "../policy/draft/draft-acts.ts";
import * as publication from "../policy/draft/review/publication.ts";
import * as replays from "../policy/draft/review/replay-acts.ts";
import * as policyImport from "../policy/import/import-acts.ts";
import * as thresholds from "../policy/thresholds/threshold-acts.ts";
import * as trial from "../policy/try/trial.ts";
import * as testRequest from "../queue/test-request.ts";
import * as reviewDeadline from "../requests/break-glass/deadline-change.ts";
import * as reviewRecord from "../requests/break-glass/review-record.ts";
import * as executions from "../requests/execution-resolution.ts";
import * as credentials from "../settings/credential-acts.ts";
import * as delegationConfirming from "../settings/delegation-confirming.ts";
import * as delegationNaming from "../settings/delegation-naming.ts";
import * as signingKey from "../settings/keys/rotation.ts";
import * as preferences from "../settings/notifications/preference-fields.ts";
import * as reviewPeriod from "../settings/owners/period-change.ts";
import * as scimTokens from "../settings/provisioning/token-issue.ts";
import * as secondAdmin from "../settings/publishing/second-admin.ts";
import * as sessions from "../settings/sessions/phone-sessions-change.ts";
import * as eventSources from "../settings/signals/registration.ts";
import * as ssoAccess from "../settings/sso/access-acts.ts";
import * as ssoConnections from "../settings/sso/connection-acts.ts";
import * as policyTokens from "../settings/tokens/token-issue.ts";
import * as tools from "../settings/tools/registration.ts";

/**
 * The files that define acts, without those of proposed changes, where the proposers below are
 * used.
 */
const files = [
  backups,
  agentKeys,
  callback,
  workloads,
  labels,
  agentRevocation,
  agentCreation,
  reassignment,
  ownership,
  holds,
  toolAcceptance,
  boundaries,
  mappings,
  chat,
  failedDeliveries,
  floods,
  mail,
  messageDetails,
  pushKey,
  endpoints,
  addresses,
  deactivation,
  links,
  passkeys,
  reinstating,
  roles,
  groups,
  invitation,
  actionTypes,
  draft,
  publication,
  replays,
  policyImport,
  thresholds,
  trial,
  testRequest,
  reviewDeadline,
  reviewRecord,
  executions,
  credentials,
  delegationConfirming,
  delegationNaming,
  signingKey,
  preferences,
  reviewPeriod,
  scimTokens,
  secondAdmin,
  sessions,
  eventSources,
  ssoAccess,
  ssoConnections,
  policyTokens,
  tools,
] as const;

type ExportOf<File> = File extends unknown ? File[keyof File] : never;

/**
 * The acts that a file exports, among helpers. Each can be called by name from any browser with a session: an
 * act that only serves as a part of others must not be exported.
 */
export type ActIn<File> = Extract<ExportOf<File>, Act<string, unknown>>;

export function actsIn<File extends object>(file: File): ActIn<File>[] {
  return Object.values(file).filter((exported) => typeof exported === "object" && "perform" in exported);
}

export const definitions = files.flatMap((file) => actsIn<(typeof files)[number]>(file));

type Proposer = Extract<(typeof definitions)[number], { proposes: ProposedAct }>;
type Proposers = { [Each in Proposer as Each["proposes"]]: Each };

/** Total: a kind of change without a proposing act doesn't compile. */
export const proposers: Record<ProposedAct, Proposing<ProposedAct>> = Object.fromEntries(
  definitions.flatMap((act) => ("proposes" in act ? [[act.proposes, act]] : [])),
) as unknown as Proposers;

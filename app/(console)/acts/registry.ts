import type { Act } from "#app/web/forms/act";
import { callbackSetting } from "../agents/[id]/(tabs)/keys/callback-setting.ts";
import { workloadAddition, workloadRemoval } from "../agents/[id]/(tabs)/keys/workload-addition.ts";
import { keyAddition, keyRemoval } from "../agents/[id]/key-addition.ts";
import { revocation } from "../agents/[id]/revocation.ts";
import { creation as agentCreation } from "../agents/new/creation.ts";
import { reassignment } from "../agents/orphaned/reassignment.ts";
import { offerDeclining, offering, offerWithdrawal } from "../agents/ownership-acts.ts";
import { holding, releasing } from "../agents/releasing.ts";
import { mappingEnd } from "../boundaries/mapping-change.ts";
import { chatRemoval, chatTest } from "../channels/chat/chat-acts.ts";
import { retrial, retrialOfAll } from "../channels/failed/retry-acts.ts";
import { floodChange } from "../channels/flood-change.ts";
import { mailRemoval, mailTest } from "../channels/mail/mail-change.ts";
import { detailsChange } from "../channels/message-details.ts";
import { rotation as pushKeyRotation } from "../channels/web-push/rotation.ts";
import {
  callbackRemoval,
  removal as endpointRemoval,
  rotation as endpointRotation,
  switching as endpointSwitching,
  sendingAgain,
  testSending,
} from "../channels/webhooks/endpoint-acts.ts";
import { passkeyConfirmation } from "../people/[id]/(tabs)/passkeys/passkey-confirmation.ts";
import { addressConfirmation } from "../people/[id]/address-confirmation.ts";
import { deactivation } from "../people/[id]/deactivation.ts";
import { linkRevocation } from "../people/[id]/links.ts";
import { suspension } from "../people/[id]/reinstating.ts";
import { groupCreation, groupDeletion, groupRenaming } from "../people/groups/group-acts.ts";
import { testRequest } from "../queue/test-request.ts";
import { deadlineChange } from "../requests/break-glass/deadline-change.ts";
import { reviewRecord } from "../requests/break-glass/review-record.ts";
import { executionResolution } from "../requests/execution-resolution.ts";
import { confirmation, declining, withdrawal } from "../settings/changes/confirmation.ts";
import { credentialRevocation, responsibility } from "../settings/credential-acts.ts";
import { confirming, delegationRevocation } from "../settings/delegation-confirming.ts";
import { rotation as signingKeyRotation } from "../settings/keys/rotation.ts";
import { preferencesSaving } from "../settings/notifications/preference-fields.ts";
import { periodChange } from "../settings/owners/period-change.ts";
import { tokenIssue as scimTokenIssue } from "../settings/provisioning/token-issue.ts";
import { requirement as secondAdminRequirement } from "../settings/publishing/second-admin.ts";
import { phoneSessionsChange, sessionEnd } from "../settings/sessions/phone-sessions-change.ts";
import { registration as eventSourceRegistration } from "../settings/signals/registration.ts";
import {
  removal as ssoRemoval,
  requirement as ssoRequirement,
  switching as ssoSwitching,
  unlinking,
} from "../settings/sso/access-acts.ts";
import { alteration, creation as ssoCreation } from "../settings/sso/connection-acts.ts";
import { tokenIssue as policyTokenIssue } from "../settings/tokens/token-issue.ts";
import { policyActs } from "./policy.ts";
import { proposableActs } from "./proposable.ts";

const acts = [
  ...proposableActs,
  ...policyActs,
  agentCreation,
  keyAddition,
  keyRemoval,
  workloadAddition,
  workloadRemoval,
  callbackSetting,
  revocation,
  releasing,
  holding,
  reassignment,
  offering,
  offerWithdrawal,
  offerDeclining,
  mappingEnd,
  pushKeyRotation,
  mailRemoval,
  mailTest,
  chatRemoval,
  chatTest,
  detailsChange,
  floodChange,
  retrial,
  retrialOfAll,
  endpointRotation,
  endpointSwitching,
  endpointRemoval,
  callbackRemoval,
  testSending,
  sendingAgain,
  linkRevocation,
  passkeyConfirmation,
  suspension,
  addressConfirmation,
  deactivation,
  groupCreation,
  groupRenaming,
  groupDeletion,
  testRequest,
  executionResolution,
  reviewRecord,
  deadlineChange,
  credentialRevocation,
  responsibility,
  confirming,
  delegationRevocation,
  confirmation,
  declining,
  withdrawal,
  periodChange,
  preferencesSaving,
  secondAdminRequirement,
  phoneSessionsChange,
  sessionEnd,
  eventSourceRegistration,
  signingKeyRotation,
  policyTokenIssue,
  scimTokenIssue,
  ssoSwitching,
  ssoRemoval,
  unlinking,
  ssoRequirement,
  ssoCreation,
  alteration,
] as const;

type Definition = (typeof acts)[number];

export type ActName = Definition["name"];
export type ActResult<Name extends ActName> = Awaited<
  ReturnType<Extract<Definition, { name: Name }>["perform"]>
>;

const byName = new Map<unknown, Act<string, unknown>>(acts.map((act) => [act.name, act]));

/** The act with this name, which may be anything that a browser sends. */
export function findAct(name: unknown): Act<string, unknown> | undefined {
  return byName.get(name);
}

/** For tests: every act, also of a name that two would share. */
export const allActs: readonly Act<string, unknown>[] = acts;

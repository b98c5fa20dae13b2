import { expect, test } from "vitest";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import type { SignedInPerson } from "#app/api/testing/signed-in-person";
import { workspace as workspaceRow } from "#db/schema/directory";
import { confirmPasskey } from "#lib/passkeys/control/confirm-passkey";
import { setDefaultOutcome } from "#lib/policy/drafts/draft-settings";
import { foreseeNextVersion } from "#lib/policy/drafts/next-version";
import { currentPolicyVersion } from "#lib/policy/engine/load";
import { proposeDraft } from "#lib/publishing/propose-draft";
import { publishDraft } from "#lib/publishing/publish-draft";

const { workspace, admin: ada } = await RunningWorkspace.open();
const { db } = workspace;

const confirmedBy = ({ viewer, authenticator }: SignedInPerson) => ({
  actor: viewer,
  confirmedWith: authenticator.credentialId,
  now: workspace.time.now,
});

test("an admin cannot publish together with an admin they invited, until another admin confirms the invited admin's passkey", async () => {
  const sam = await workspace.person("Sam", ["admin"], ada);
  const secondSelf = await workspace.person("Ghost", ["admin"], ada, { isConfirmed: false });
  await db.update(workspaceRow).set({ publishNeedsSecondAdmin: true });
  const before = await foreseeNextVersion(db);
  const { revision } = before.draft;
  await setDefaultOutcome(db, {
    actor: ada.viewer,
    defaultOutcome: "block",
    revision,
    now: workspace.time.now,
  });
  const { digest } = await foreseeNextVersion(db);
  await proposeDraft(db, { ...confirmedBy(ada), digest });
  const publish = (person: SignedInPerson) => publishDraft(db, { ...confirmedBy(person), digest });
  await expect(publish(secondSelf)).rejects.toMatchObject({ details: { reason: "one_control" } });
  expect(await currentPolicyVersion(db)).toBe(1);
  await confirmPasskey(db, {
    actorId: sam.viewer.personId,
    confirmedWith: sam.authenticator.credentialId,
    personId: secondSelf.viewer.personId,
    credentialId: secondSelf.authenticator.credentialId,
    now: workspace.time.now,
  });
  await publish(secondSelf);
  expect(await currentPolicyVersion(db)).toBe(2);
});

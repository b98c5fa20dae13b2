import { expect, test } from "vitest";
import { workspace } from "#db/schema/directory";
import { confirmPasskey } from "#lib/passkeys/control/confirm-passkey";
import { currentPolicyVersion } from "#lib/policy/load";
import { foreseeNextVersion } from "#lib/policy/next-version";
import { proposeDraft } from "#lib/policy/propose-draft";
import { publishDraft } from "#lib/policy/publish-draft";
import { setDefaultOutcome } from "#lib/policy/set-default-outcome";
import { House, type TestPerson } from "./testing/house.ts";

const { house, admin: ada } = await House.open();
const { db } = house;

const confirmedBy = ({ viewer, authenticator }: TestPerson) => ({
  actor: viewer,
  confirmedWith: authenticator.credentialId,
  now: house.time.now,
});

test("an admin does not publish what takes two with a second admin they invited, until another admin confirms that one", async () => {
  const sam = await house.person("Sam", ["admin"], ada);
  const ghost = await house.person("Ghost", ["admin"], ada, { isConfirmed: false });
  await db.update(workspace).set({ publishNeedsSecondAdmin: true });
  const before = await foreseeNextVersion(db);
  const { revision } = before.draft;
  await setDefaultOutcome(db, { actor: ada.viewer, defaultOutcome: "block", revision, now: house.time.now });
  const { digest } = await foreseeNextVersion(db);
  await proposeDraft(db, { ...confirmedBy(ada), digest });
  const publish = (person: TestPerson) => publishDraft(db, { ...confirmedBy(person), digest });
  await expect(publish(ghost)).rejects.toMatchObject({ details: { reason: "one_control" } });
  expect(await currentPolicyVersion(db)).toBe(1);
  await confirmPasskey(db, {
    actorId: sam.viewer.personId,
    confirmedWith: sam.authenticator.credentialId,
    personId: ghost.viewer.personId,
    credentialId: ghost.authenticator.credentialId,
    now: house.time.now,
  });
  await publish(ghost);
  expect(await currentPolicyVersion(db)).toBe(2);
});

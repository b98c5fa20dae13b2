import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import {
  confirmAndPerform,
  confirmedActs,
  expectRefusedAfter,
  formOf,
  questionFor,
} from "#app/testing/confirming";
import { passkeys } from "#db/schema/passkeys";
import { proposals } from "#db/schema/proposals";
import { saveRule } from "#lib/policy/drafts/draft-rules";
import { foreseeNextVersion } from "#lib/policy/drafts/next-version";
import { currentPolicyVersion } from "#lib/policy/engine/load";
import { rule } from "#lib/policy/testing/judge";
import { requireSecondAdmin } from "#lib/two-admins/require-second-admin";
import { proposal, publication } from "./publication.ts";

const { workspace, admin } = await RunningWorkspace.open();
const { db } = workspace;

async function draftDigest(title: string): Promise<string> {
  const { revision } = (await foreseeNextVersion(db)).draft;
  const change = { actor: admin.viewer, revision, now: workspace.time.now };
  await saveRule(db, { ...change, rule: rule({ outcome: "block", title }) });
  return (await foreseeNextVersion(db)).digest;
}

it("a passkey publishes exactly the version on the page, and the audit log names its digest", async () => {
  const before = await currentPolicyVersion(db);
  const stale = await draftDigest("First");
  const { act } = await questionFor(publication, admin, formOf({ digest: stale }));
  expect(act).toMatch(new RegExp(`^policy/publish/${stale}/[\\w-]{43}$`));
  const digest = await draftDigest("Second");
  for (const form of [formOf({ digest: stale }), formOf({ digest })])
    await expect(confirmAndPerform(publication, admin, form, act)).rejects.toMatchObject({
      code: "conflict",
    });
  expect(await currentPolicyVersion(db)).toBe(before);
  await confirmAndPerform(publication, admin, formOf({ digest }));
  expect(await currentPolicyVersion(db)).toBe(before + 1);
  expect((await confirmedActs(db)).at(-1)).toContain(`policy/publish/${digest}/`);
});

it("a passkey proposes exactly the version on the page, and publishing is a different act", async () => {
  await workspace.person("Olga Other", ["admin"], admin);
  const [{ credentialId = "" } = {}] = await db
    .select()
    .from(passkeys)
    .where(eq(passkeys.personId, admin.viewer.personId));
  await requireSecondAdmin(db, { actor: admin.viewer, confirmedWith: credentialId, now: workspace.time.now });
  const before = await currentPolicyVersion(db);
  const stale = await draftDigest("Third");
  const { act } = await questionFor(proposal, admin, formOf({ digest: stale }));
  expect(act).toMatch(new RegExp(`^policy/propose/${stale}/[\\w-]{43}$`));
  const digest = await draftDigest("Fourth");
  await expectRefusedAfter(act, proposal, admin, { digest });
  const published = await questionFor(publication, admin, formOf({ digest }));
  await expectRefusedAfter(published.act, proposal, admin, { digest });
  const proposed = await questionFor(proposal, admin, formOf({ digest }));
  await expectRefusedAfter(proposed.act, publication, admin, { digest });
  expect(await db.$count(proposals)).toBe(0);
  await confirmAndPerform(proposal, admin, formOf({ digest }));
  expect(await db.$count(proposals)).toBe(1);
  expect(await currentPolicyVersion(db)).toBe(before);
});

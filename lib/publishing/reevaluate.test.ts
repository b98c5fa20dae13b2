import { expect, test } from "vitest";
import { currentPolicyVersion } from "#lib/policy/engine/load";
import type { Requirement } from "#lib/policy/language/requirement";
import type { Rule } from "#lib/policy/language/rule";
import { rule } from "#lib/policy/testing/judge";
import { actor, putPerson } from "#lib/policy/testing/workspace";
import { findRequestForViewer } from "#lib/requests/find-for-viewer";
import { now, TestWorkspace } from "#lib/testing/workspace";
import { publishPolicy } from "./publish.ts";

const workspace = await TestWorkspace.open();
const { db } = workspace;

await putPerson(db, actor("admin"));
const owner = await workspace.person("Ann");
const agent = await workspace.agent("Support", owner);
const finance = await workspace.group([await workspace.person("Cy"), await workspace.person("Dee")]);

const plain = (approvals: number): Requirement => ({ approvals, approvers: { kind: "owner_or_backups" } });
const ofFinance = (approvals: number): Requirement => ({
  approvals,
  approvers: { kind: "group", group: finance, ownerExcluded: false },
});

async function after(rules: Rule[], more: Parameters<TestWorkspace["request"]>[1] = {}) {
  const id = await workspace.request(agent, more);
  const expectedVersion = await currentPolicyVersion(db);
  await publishPolicy(db, { actor: actor("admin"), rules, defaultOutcome: "step_up", expectedVersion, now });
  const [row] =
    await db.$client`select requirements, approvals_required as required, safeguards from requests where id = ${id}`;
  return { id, ...row };
}

const stepUp = ({ approvals, approvers }: Requirement) => rule({ outcome: "step_up", approvals, approvers });

test("a version that requires a group adds it to a pending request's requirements, and removes none", async () => {
  expect(await after([stepUp(ofFinance(2))], { approvalsRequired: 1 })).toMatchObject({
    requirements: [plain(1), ofFinance(2)],
    required: 2,
  });
  expect(
    await after([stepUp(plain(3))], { approvalsRequired: 2, requirements: [ofFinance(2)] }),
  ).toMatchObject({
    requirements: [ofFinance(2), plain(3)],
    required: 3,
  });
});

test("a version that requires less does not change a pending request's requirements", async () => {
  const requirements = [ofFinance(2)];
  for (const looser of [ofFinance(1), ofFinance(2)])
    expect(await after([stepUp(looser)], { approvalsRequired: 2, requirements })).toMatchObject({
      requirements,
    });
  expect(await after([rule({ outcome: "allow" })], { approvalsRequired: 2, requirements })).toMatchObject({
    requirements,
  });
});

test("a version with stricter safeguards applies them to a pending request, and no version loosens them", async () => {
  const strict = { numberMatching: true, readingSeconds: 5, allowEdits: false };
  const rules = [rule({ outcome: "step_up", numberMatching: true, readingSeconds: 5 })];
  const edits = { numberMatching: false, readingSeconds: 2, allowEdits: true };
  expect(await after(rules, { safeguards: edits })).toMatchObject({ safeguards: strict });
  expect(await after(rules)).toMatchObject({ safeguards: strict });
  const looser = [rule({ outcome: "step_up", allowEdits: true })];
  expect(await after(looser, { safeguards: strict })).toMatchObject({ safeguards: strict });
  expect(await after(looser)).toMatchObject({ safeguards: null });
  expect(await after([rule({ outcome: "allow" })], { safeguards: edits })).toMatchObject({
    safeguards: edits,
  });
  expect(await after([rule({ outcome: "step_up" })], { safeguards: edits })).toMatchObject({
    safeguards: { ...edits, allowEdits: false },
  });
});

test("earlier approvals count towards the new requirements, where they match", async () => {
  const id = await workspace.request(agent, { approvalsRequired: 2, approvalsGiven: 1 });
  await workspace.decision(id, owner, "approve");
  const expectedVersion = await currentPolicyVersion(db);
  const rules = [stepUp(ofFinance(2))];
  await publishPolicy(db, { actor: actor("admin"), rules, defaultOutcome: "step_up", expectedVersion, now });
  const view = await findRequestForViewer(db, owner, id, now);
  expect(view.approvals).toEqual({ required: 2, given: 0 });
  expect(view.requirements.map(({ approvals, given }) => [approvals, given])).toEqual([
    [2, 1],
    [2, 0],
  ]);
});

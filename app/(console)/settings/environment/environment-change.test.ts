import { expect, test } from "vitest";
import { codeOf, refund } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { confirmAndPerform, formOf, questionFor } from "#app/testing/confirming";
import { performConfirmed } from "#app/web/forms/confirmed-action";
import { readStatement } from "#lib/approvals/statement";
import { fromBase64url } from "#lib/kernel/digest";
import { changeEnvironment } from "#lib/two-admins/change-environment";
import { findEnvironment } from "#lib/workspace/environment";
import { environmentChange } from "./environment-change.ts";

const { workspace, admin, owner } = await RunningWorkspace.withOwner();
const { db } = workspace;
const agent = await workspace.agent(admin, owner);
const of = (label: string, color = "red") => formOf({ label, color });

async function name(label: string, color?: string): Promise<void> {
  const { act } = await questionFor(environmentChange, admin, of(label, color));
  await confirmAndPerform(environmentChange, admin, of(label, color), act);
}

async function pending(): Promise<string> {
  const response = await agent.ask({ action: refund(1250) });
  return ((await response.json()) as { request: { id: string } }).request.id;
}

async function read(id: string) {
  const shown = await owner.read(id);
  return { shown, statement: readStatement(fromBase64url(shown.statement) ?? new Uint8Array()) };
}

async function approve(id: string, credential: object): Promise<string> {
  const answer = await owner.post(`/api/requests/${id}/approvals`, { credential });
  return answer.status === 201 ? "approved" : codeOf(answer);
}

test("a statement of a workspace without an environment doesn't have the member", async () => {
  expect(Object.keys((await read(await pending())).statement)).not.toContain("environment");
});

test("the environment is in the statement, and changing it makes a statement that was read outdated", async () => {
  const id = await pending();
  const { shown } = await read(id);
  await name("production");
  const refused = await owner.post(`/api/requests/${id}/challenges`, shown);
  expect(await codeOf(refused)).toBe("request_changed");
  expect((await read(id)).statement.environment).toBe("production");
  expect(await approve(id, await owner.sign(id))).toBe("approved");
});

test("an environment that is changed between the challenge and the approval refuses the approval", async () => {
  const id = await pending();
  const credential = await owner.sign(id);
  await name("staging", "green");
  expect(await approve(id, credential)).toBe("request_changed");
  await name("");
  expect(await findEnvironment(db)).toBeUndefined();
});

test.each([
  ["a bidirectional override", "prod\u202euction"],
  ["a zero-width space", "prod\u200buction"],
  ["a line break", "prod\nuction"],
  ["an escape sequence", "prod\u001b[31m"],
  ["more than 20 characters", "p".repeat(21)],
])("an environment with %s is refused", async (_, label) => {
  await expect(performConfirmed(environmentChange, admin.viewer, of(label))).rejects.toThrow("faults");
});

test("a session alone changes nothing", async () => {
  await expect(performConfirmed(environmentChange, admin.viewer, of("production"))).rejects.toThrow();
  expect(await findEnvironment(db)).toBeUndefined();
});

test("a change from an environment that was changed since changes nothing", async () => {
  await name("staging", "green");
  const environment = { label: "production", color: "red" } as const;
  const change = { actor: admin.viewer, seen: undefined, environment, now: workspace.time.now };
  await expect(changeEnvironment(db, change)).rejects.toMatchObject({ code: "conflict" });
  expect(await findEnvironment(db)).toEqual({ label: "staging", color: "green" });
});

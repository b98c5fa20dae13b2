import { describe, expect, test } from "vitest";
import { createTestDatabase } from "#db/testing/database";
import { discardDraft } from "#lib/policy/drafts/discard-draft";
import { changeDraft, readDraft } from "#lib/policy/drafts/draft";
import { saveRule } from "#lib/policy/drafts/draft-rules";
import { foreseeNextVersion } from "#lib/policy/drafts/next-version";
import { currentPolicyVersion } from "#lib/policy/engine/load";
import { rule } from "#lib/policy/testing/judge";
import { actor, judgeInForce, now, startPolicy } from "#lib/policy/testing/workspace";
import { defaultCatalog } from "#lib/policy/versions/defaults";
import { findVersion, versionInForce } from "#lib/policy/versions/versions";
import { publishPolicy } from "#lib/publishing/publish";
import { publishDraft } from "#lib/publishing/publish-draft";
import { type ActionType, listActionTypes } from "./action-type.ts";

const { db } = await createTestDatabase();
await startPolicy(db);

const admin = actor("admin");
const invoice: ActionType = {
  ...{ type: "invoice.pay", title: "Pay an invoice", risk: "spend", schema: { type: "object" } },
  ...{ amountParam: "total", currencyParam: "currency" },
  descriptor: { intent: "Pay an invoice", fields: [] },
};
const allowInvoices = rule({ outcome: "allow", id: "invoices", actions: ["invoice.pay"] });
const ask = {
  agent: "agt_1",
  owner: "per_1",
  action: { type: "invoice.pay", params: { total: 5, currency: "USD" } },
};

async function revision(): Promise<number> {
  return (await readDraft(db)).revision;
}

async function setCatalog(catalog: ActionType[]): Promise<void> {
  const what = { change: "action_type_saved" as const, action_type: invoice.type };
  await changeDraft(db, { actor: admin, revision: await revision(), now, what }, () => ({ catalog }));
}

async function publish() {
  return publishDraft(db, { actor: admin, digest: (await foreseeNextVersion(db)).digest, now });
}

const types = (catalog: ActionType[]) => catalog.map(({ type }) => type).sort();

describe("the action types", () => {
  test("in the draft equal those of its base version until an admin changes them", async () => {
    expect((await readDraft(db)).catalog).toEqual(defaultCatalog);
    await saveRule(db, { actor: admin, rule: rule({ outcome: "block" }), revision: await revision(), now });
    expect((await readDraft(db)).catalog).toEqual(defaultCatalog);
  });

  test("changed in the draft have no effect before publication", async () => {
    await setCatalog([...defaultCatalog, invoice]);
    expect((await readDraft(db)).catalog).toContainEqual(invoice);
    expect((await versionInForce(db)).catalog).toEqual(defaultCatalog);
    expect(types(await listActionTypes(db))).toEqual(types(defaultCatalog));
  });

  test("are published together with the rules that need them, and only then are live", async () => {
    await saveRule(db, { actor: admin, rule: allowInvoices, revision: await revision(), now });
    expect((await judgeInForce(db, ask)).outcome).toBe("step_up");
    const { version } = await publish();
    expect((await judgeInForce(db, ask)).outcome).toBe("allow");
    expect((await findVersion(db, version)).catalog).toContainEqual(invoice);
    expect(await listActionTypes(db)).toContainEqual(invoice);
    expect((await findVersion(db, version - 1)).catalog).toEqual(defaultCatalog);
  });

  test("with an unusable schema are not published, even if stored in the draft", async () => {
    const version = await currentPolicyVersion(db);
    await setCatalog([...defaultCatalog, { ...invoice, schema: { $ref: "https://elsewhere.example" } }]);
    const { digest } = await foreseeNextVersion(db);
    await expect(publishDraft(db, { actor: admin, digest, now })).rejects.toMatchObject({
      code: "invalid_input",
      details: { errors: [{ actionType: "invoice.pay", path: "/schema/$ref" }] },
    });
    expect(await currentPolicyVersion(db)).toBe(version);
  });

  test("without a type that a rule allows are refused, and neither rows nor version change", async () => {
    const version = await currentPolicyVersion(db);
    await setCatalog(defaultCatalog);
    await expect(publish()).rejects.toMatchObject({
      code: "invalid_input",
    });
    expect(await currentPolicyVersion(db)).toBe(version);
    expect(await listActionTypes(db)).toContainEqual(invoice);
  });

  test("changed alone keep the draft on its base version, and return to the live ones when discarded", async () => {
    const { rules, catalog, version } = await versionInForce(db);
    await discardDraft(db, { actor: admin, revision: await revision(), now });
    expect((await readDraft(db)).catalog).toEqual(catalog);
    await setCatalog([...catalog, { ...invoice, type: "invoice.void" }]);
    await publishPolicy(db, { actor: admin, rules, defaultOutcome: "block", expectedVersion: version, now });
    const draft = await readDraft(db);
    expect(draft).toMatchObject({ baseVersion: version, defaultOutcome: "step_up" });
    expect(types(draft.catalog)).toContain("invoice.void");
    expect((await versionInForce(db)).catalog).toEqual(catalog);
  });
});

import { expect, test, vi } from "vitest";
import { check, send } from "#app/api/boundary/testing/hooked-agent";
import { confirmAndPerform, formOf } from "#app/testing/confirming";
import { type KindId, kindGroups, kindIds, kinds } from "#components/agents/connect/kinds.ts";
import type { Proof } from "#components/agents/connect/step.ts";
import { cursorSettings } from "#components/agents/hook-settings.ts";
import { newKeyPair } from "#lib/agents/testing/key-pair";
import { addSeconds } from "#lib/kernel/clock";
import { keyAddition } from "../agents/[id]/key-addition.ts";
import { isProven } from "./connect-steps.tsx";
import type { Connected } from "./connected.ts";
import { openConnecting, textOf } from "./testing/connecting-people.ts";
import { machinesOf } from "./testing/machines.ts";

vi.setConfig({ testTimeout: 60_000 });
const connecting = await openConnecting();
const { workspace, admin, db, time, origin, credentials, connect, progressOf, run } = connecting;
const machines = machinesOf(connecting);
const deploy = { action: { type: "deploy.run", params: {} } };

test.each(kindIds)(
  "the credential that the steps of %s give leads to a call, and ticks only what a fact proves",
  async (kind) => {
    const { prepare, call } = machines[kind];
    const connected = await connect(kind, `new-${kind}`);
    const early: Proof = kinds[kind].credential === "token" ? "check" : "key";
    const all = new Set(connected.steps.map(({ proof }) => proof));
    const proofs = [...all].filter((proof) => proof !== "nothing");
    expect(proofs).toEqual(prepare ? [early, "call"] : ["call"]);
    const ticked = async () => {
      const progress = await progressOf(connected);
      return proofs.filter((proof) => isProven(proof, progress));
    };
    expect(await ticked()).toEqual([]);
    await prepare?.(connected);
    expect(await ticked()).toEqual(prepare ? [early] : []);
    await (await workspace.agent(admin, admin)).ask(deploy);
    expect(await ticked()).toEqual(prepare ? [early] : []);
    await call(connected);
    expect(await ticked()).toEqual(proofs);
    expect(isProven("nothing", await progressOf(connected))).toBe(false);
    const { firstCall } = await progressOf(connected);
    const [row] = await db.$client`select agent_id from requests where id = ${firstCall?.id ?? ""}`;
    expect(row).toEqual({ agent_id: connected.agent.id });
  },
);

test.each(["public", "secret"])(
  "a %s key, which exists before the client, ticks no step",
  async (keyKind) => {
    for (const kind of kindIds.filter((id) => kinds[id].credential === "key")) {
      const connected = await connect(kind, `${keyKind}-${kind}`, {
        ...{ keyKind, publicKey: newKeyPair().publicKey, expiresInDays: "90" },
      });
      const progress = await progressOf(connected);
      expect(
        connected.steps.filter(({ proof }) => isProven(proof, progress)),
        kind,
      ).toEqual([]);
    }
  },
);

test("the calls of an agent's earlier clients tick no step of a new one", async () => {
  const agent = await workspace.agent(admin, admin);
  await agent.ask(deploy);
  time.now = addSeconds(time.now, 1);
  const fields = formOf({ agentId: agent.id, connects: "claude-code", ...credentials.token });
  const connected = await confirmAndPerform(keyAddition, admin, fields);
  await agent.ask(deploy);
  expect(await progressOf(connected)).toEqual({ hasKey: true, isChecked: false, firstCall: undefined });
  await machines["claude-code"].prepare?.(connected);
  await machines["claude-code"].call(connected);
  expect((await progressOf(connected)).firstCall).toMatchObject({ state: "pending" });
});

test("of two clients that get their credentials in two tabs, each ticks its own steps alone", async () => {
  const { id: agentId } = await workspace.agent(admin, admin);
  const add = (connects: KindId) => {
    time.now = addSeconds(time.now, 1);
    const credential = credentials[kinds[connects].credential];
    return confirmAndPerform(keyAddition, admin, formOf({ agentId, connects, ...credential }));
  };
  const tabs: KindId[] = ["claude-code", "ci", "curl", "cursor"];
  const opened: Connected[] = [];
  for (const kind of tabs) opened.push(await add(kind));
  for (const [index, kind] of tabs.entries()) {
    const connected = opened[index] ?? expect.unreachable();
    await machines[kind].prepare?.(connected);
    await machines[kind].call(connected);
    const hasCall = async (one: Connected) => (await progressOf(one)).firstCall !== undefined;
    const called = await Promise.all(opened.map(hasCall));
    expect(called, kind).toEqual(tabs.map((_, other) => other <= index));
  }
});

test("a token that another client got instead ticks no step of the chosen client", async () => {
  const connected = await connect("claude-code", "Pasted into Cursor");
  const token = textOf(connected, "cst_");
  const settings = cursorSettings({ origin, holdSeconds: 0 });
  expect((await check(origin, token, settings, "cursor")).status).toBe(200);
  await machines.cursor.call(connected);
  expect(await progressOf(connected)).toMatchObject({ isChecked: false, firstCall: undefined });
});

test.each([
  ["https://token.actions.githubusercontent.com", `--workload-audience 'it'\\''s; id'`],
  ["https://gitlab.com", `aud: "it's; id"`],
  ["https://gitlab.acme.example", `aud: "it's; id"`],
  ["https://oidc.acme.example", "--workload-token token.jwt"],
])("a job whose tokens are of %s reads how it gets one with its audience", async (issuer, text) => {
  const { id: agentId } = await workspace.agent(admin, admin);
  const values = { ...credentials.workload, issuer, audience: "it's; id" };
  const fields = formOf({ agentId, connects: "ci", ...values });
  expect(textOf(await confirmAndPerform(keyAddition, admin, fields), text)).not.toBe("");
});

test("the example of the proxy changes nothing in the reader's API", async () => {
  const call = textOf(await connect("http", "Reads"), "X-Countersign-Token");
  expect(call).not.toMatch(/ -X| -d|--data/);
});

test("a check of a gateway's address is no first call", async () => {
  const connected = await connect("gateway", "Checked first");
  const token = textOf(connected, "cst_");
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const body = JSON.stringify({
    subject: { type: "agent", id: connected.agent.id },
    action: { name: "deploy.run" },
    resource: { type: "cluster", id: "us" },
  });
  const check = { method: "POST", headers: { ...headers, "x-countersign-check": "1" }, body };
  expect((await send(`${origin}/access/v1/evaluation`, check)).status).toBe(200);
  expect((await progressOf(connected)).firstCall).toBeUndefined();
});

test("a person who can't read the agent's requests sees no first call", async () => {
  const connected = await connect("gateway", "Seen by its owner");
  await machines.gateway.call(connected);
  const sam = await workspace.person("Sam", ["approver"], admin);
  expect((await progressOf(connected, sam)).firstCall).toBeUndefined();
});

test("an agent with a shared secret signs its first request in curl too", async () => {
  const connected = await connect("curl", "secret-curl", { keyKind: "secret", expiresInDays: "90" });
  // Without XDG_CONFIG_HOME the credentials are in the home.
  const home = { XDG_CONFIG_HOME: "" };
  await run(textOf(connected, " enroll "), { ...home, input: textOf(connected, "whsec_") });
  await run(textOf(connected, "curl -sS"), home);
  expect((await progressOf(connected)).firstCall).toMatchObject({ state: "pending" });
});

test("no command that a page shows contains a token or secret, which a shell's history would keep", async () => {
  const secret = { keyKind: "secret", expiresInDays: "90" };
  for (const kind of kindIds) {
    const connected = await connect(kind, `kept-${kind}`, kinds[kind].credential === "key" ? secret : {});
    const texts = connected.steps.flatMap(({ blocks }) => blocks.map(({ text }) => text));
    const found = texts.filter((text) => /cst_|whsec_/.test(text));
    expect(found, kind).toEqual(kind === "ci" ? [] : [expect.stringMatching(/^(cst_|whsec_)[\w+/=-]+$/)]);
  }
  const connected = await connect("cursor", "Pasted");
  const token = textOf(connected, "cst_");
  const paste = `${textOf(connected, "read -rs")}\nnode -p process.env.COUNTERSIGN_TOKEN`;
  expect(await run(paste, { input: `${token}\n` })).toBe(`${token}\n`);
});

test("a credential that the kind doesn't use is refused, so that no key is needless", async () => {
  const others = { "claude-code": credentials.key, python: credentials.token, ci: credentials.key };
  for (const [kind, other] of Object.entries(others)) {
    const refused = connect(kind as keyof typeof others, "Odd", { ...other });
    await expect(refused, kind).rejects.toMatchObject({ errors: { keyKind: expect.any(String) } });
  }
});

test("each kind is in one group, and everything in its steps is filled in", async () => {
  expect(kindGroups.flatMap(({ ids }) => ids).toSorted()).toEqual(kindIds.toSorted());
  for (const kind of kindIds) {
    const { steps } = await connect(kind, `filled-${kind}`);
    const texts = steps.flatMap(({ blocks }) => blocks.map(({ text }) => text)).join("\n");
    expect(texts, kind).toContain(origin);
    expect(texts, kind).not.toMatch(/XXXX|agt_\.\.\.|cst_\.\.\.|countersign\.example/);
    expect(new Set(steps.map(({ title }) => title)).size).toBe(steps.length);
  }
});

test("an agent's name can't become a part of a command or of code", async () => {
  const odd = '"; rm -rf ~; $(id) `id` #{1}';
  const { steps } = await connect("curl", odd);
  expect(JSON.stringify(steps)).toMatch(/\/rm-rf-id-id-1-\w{8}\.json/);
  for (const kind of kindIds)
    expect(JSON.stringify((await connect(kind, odd)).steps), kind).not.toContain("$(id)");
});

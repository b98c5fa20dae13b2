import { expect, test, vi } from "vitest";
import { confirmAndPerform, formOf } from "#app/testing/confirming";
import { kindGroups, kindIds, kinds } from "#components/agents/connect/kinds.ts";
import type { Proof } from "#components/agents/connect/step.ts";
import { newKeyPair } from "#lib/agents/testing/key-pair";
import { keyAddition } from "../agents/[id]/key-addition.ts";
import { isProven } from "./connect-steps.tsx";
import { openConnecting, textOf } from "./testing/connecting-people.ts";
import { machinesOf } from "./testing/machines.ts";

vi.setConfig({ testTimeout: 60_000 });
const connecting = await openConnecting();
const { workspace, admin, db, origin, credentials, connect, progressOf, run } = connecting;
const machines = machinesOf(connecting);
const deploy = { action: { type: "deploy.run", params: {} } };

test.each(kindIds)(
  "the credential that the steps of %s give leads to a call, and ticks only what a fact proves",
  async (kind) => {
    const { prepare, call } = machines[kind];
    const connected = await connect(kind, `new-${kind}`);
    const early: Proof = kinds[kind].credential === "token" ? "check" : "key";
    const proofs = [...new Set(connected.steps.map(({ proof }) => proof))];
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

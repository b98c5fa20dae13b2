import { expect, test } from "vitest";
import { newId } from "#lib/kernel/ids";
import { askCommand, enrollCommand, profileOf } from "./commands.ts";

const agent = { id: "agt_06d3a1k2m4p6r8t0v2x4z6b8d0", name: "Refund bot (EU)" };
const origin = "https://countersign.example";

test("the enrollment command contains the one-time code and its own profile", () => {
  const key = { kind: "code" as const, code: "7K3M-Q0XA-9TRC", expiresAt: "" };
  expect(enrollCommand(origin, agent, key)).toBe(
    "countersign enroll --url https://countersign.example --profile refund-bot-eu-x4z6b8d0 --code 7K3M-Q0XA-9TRC",
  );
});

test("a key for an agent that had one before takes the place of that key on the machine", () => {
  const key = { kind: "code" as const, code: "7K3M-Q0XA-9TRC", expiresAt: "" };
  expect(enrollCommand(origin, agent, key, { replaces: true })).toContain(
    `--profile refund-bot-eu-x4z6b8d0 --replace --agent ${agent.id} `,
  );
});

test("a secret never becomes part of a command", () => {
  const command = enrollCommand(origin, agent, { kind: "secret", secret: "whsec_abc", expiresAt: "" });
  expect(command).not.toContain("whsec_abc");
  expect(command).toContain(`--agent ${agent.id} --secret -`);
});

test("an agent's name cannot smuggle anything into a shell", () => {
  const command = askCommand({ ...agent, name: '"; rm -rf ~; echo $(id) `id`' });
  expect(command.split("\n")[0]).toBe("countersign ask refund.create --profile rm-rf-echo-id-id-x4z6b8d0 \\");
});

test("a name without Latin letters still gives a profile", () => {
  expect(askCommand({ ...agent, name: "返金" })).toContain("--profile agent-x4z6b8d0 ");
});

test("agents with equal names have different profiles, so that neither key takes the place of the other", () => {
  const twins = [1, 2].map(() => profileOf({ id: newId("agt", new Date(0)), name: agent.name }));
  expect(new Set(twins).size).toBe(2);
});

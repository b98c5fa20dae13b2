import { expect, test } from "vitest";
import { askCommand, enrollCommand } from "./commands.ts";

const agent = { id: "agt_1", name: "Refund bot (EU)" };
const origin = "https://countersign.example";

test("the enrollment command contains the one-time code and its own profile", () => {
  const key = { kind: "code" as const, code: "7K3M-Q0XA-9TRC", expiresAt: "" };
  expect(enrollCommand(origin, agent, key)).toBe(
    "countersign enroll --url https://countersign.example --profile refund-bot-eu --code 7K3M-Q0XA-9TRC",
  );
});

test("a key for an agent that had one before takes the place of that key on the machine", () => {
  const key = { kind: "code" as const, code: "7K3M-Q0XA-9TRC", expiresAt: "" };
  expect(enrollCommand(origin, agent, key, { replaces: true })).toContain(
    "--profile refund-bot-eu --replace --agent agt_1 ",
  );
});

test("a secret never becomes part of a command", () => {
  const command = enrollCommand(origin, agent, { kind: "secret", secret: "whsec_abc", expiresAt: "" });
  expect(command).not.toContain("whsec_abc");
  expect(command).toContain("--agent agt_1 --secret -");
});

test("an agent's name cannot smuggle anything into a shell", () => {
  const command = askCommand({ id: "agt_1", name: '"; rm -rf ~; echo $(id) `id`' });
  expect(command.split("\n")[0]).toBe("countersign ask refund.create --profile rm-rf-echo-id-id \\");
});

test("a name without Latin letters still gives a profile", () => {
  expect(askCommand({ id: "agt_1", name: "返金" })).toContain("--profile agt_1");
});

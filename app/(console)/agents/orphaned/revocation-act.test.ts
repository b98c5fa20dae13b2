import { expect, test } from "vitest";
import { revocationDigest } from "#lib/revocation/revocation-digest";
import { revocationAct } from "./revocation-act.ts";

test("browser and server give the same set of agents the same act, in any order", async () => {
  const ids = ["agt_2", "agt_1", "agt_3"];
  expect(await revocationAct(ids)).toBe(`agents/revoke/${revocationDigest([...ids].reverse())}`);
  expect(await revocationAct(["agt_1"])).not.toBe(await revocationAct(["agt_2"]));
});

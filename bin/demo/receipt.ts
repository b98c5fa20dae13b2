import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { repository } from "../setup/repository.mjs";
import { approvedAmount } from "./boundary.ts";
import type { Demo } from "./fill-workspace.ts";
import { expectOutcome } from "./obtain-approval.ts";

/** A receipt needs no server, and shows one changed byte. */
export async function verifyOffline({ terminal, place, payments, ada }: Demo): Promise<void> {
  terminal.title("5 of 5 · A receipt, verified offline");
  const approval = payments.paid.find(({ action }) => action.params.amount === approvedAmount)?.approvals[0];
  const receipt = await save(`${place.address}/api/receipts/${approval?.id}`, ada.cookie, "receipt.json");
  const keys = await save(`${place.address}/.well-known/jwks.json`, "", "keys.json");
  await place.server.stop();
  terminal.say(
    "  The receipt of the first refund and the server's public keys are two files. The server is stopped.\n",
  );
  report("VALID", "0", receipt);
  const text = readFileSync(receipt, "utf8");
  const altered = receipt.replace("receipt.json", "altered.json");
  writeFileSync(altered, text.replace(String(approvedAmount), String(approvedAmount).replace("8", "9")));
  terminal.say("\n  In a copy of it, one byte is changed: 82000 becomes 92000.\n");
  report("INVALID", "50", altered);

  async function save(url: string, cookie: string, name: string): Promise<string> {
    const file = path.join(place.server.dataFolder, name);
    writeFileSync(file, await (await fetch(url, { headers: { cookie } })).text());
    return file;
  }

  function report(verdict: string, code: string, file: string): void {
    const args = ["bin/countersign", "verify", path.relative(repository, file)];
    args.push("--jwks", path.relative(repository, keys));
    const { status, stdout } = spawnSync(process.execPath, args, { cwd: repository, encoding: "utf8" });
    const [first = ""] = stdout.split("\n");
    expectOutcome(`${verdict} ${code}`, `${/^\w+/.exec(first)?.[0]} ${status}`);
    terminal.say(`  $ ${args.join(" ")}\n  ${first}\n  exit code ${status}`);
  }
}

import path from "node:path";
import { prepareClient } from "../../setup/bundle-client.ts";
import { repository } from "../../setup/repository.mjs";

/** The path of `bin/countersign`, with the file that it runs built from the current sources. */
export async function builtProgram(): Promise<string> {
  await prepareClient();
  return path.join(repository, "bin/countersign");
}

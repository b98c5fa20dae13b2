// Refuses two people, or two agents, of one name in the workspace that end-to-end tests share.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { repository } from "../setup/repository.mjs";
import { findRepeated } from "./names/find-repeated.ts";

const files = readdirSync(path.join(repository, "e2e"), { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".spec.ts"))
  .map((file) => path.posix.join("e2e", file))
  .sort();
const read = (file: string) => readFileSync(path.join(repository, file), "utf8");
// The first person of every workspace (e2e/fixtures/workspace.ts).
const admin = { file: "e2e/fixtures/workspace.ts", text: 'workspace.person("Ada")' };
const faults = findRepeated([admin, ...files.map((file) => ({ file, text: read(file) }))]);
for (const fault of faults) console.log(fault);
process.exit(faults.length === 0 ? 0 : 1);

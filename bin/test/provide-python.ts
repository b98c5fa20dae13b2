import { spawnSync } from "node:child_process";
import { aptInstall, aptWithRights } from "./apt.ts";

const modules = ["cryptography", "build", "hatchling", "flask", "fastapi", "httpx"];

/**
 * Installs what the tests of the Python client import, by apt as root or through sudo. Elsewhere,
 * and without a network, these tests are skipped and say so.
 */
export async function providePython(): Promise<void> {
  const apt = aptWithRights();
  if (!apt || spawnSync("/usr/bin/python3", ["-c", `import ${modules}`]).status === 0) return;
  try {
    await aptInstall(
      apt,
      modules.map((name) => `python3-${name}`),
      "the packages of the Python tests",
    );
  } catch (error) {
    console.log(
      `Tests of the Python client will be skipped. ${error instanceof Error ? error.message : error}`,
    );
  }
}

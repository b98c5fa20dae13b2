import { spawnSync } from "node:child_process";
import { aptInstall, aptWithRights, hasApt } from "./apt.ts";
import { unpackHaproxy } from "./unpack-haproxy.ts";
import { unpackPostgresql } from "./unpack-postgresql.ts";

const modules = ["cryptography", "build", "hatchling", "flask", "fastapi", "httpx"];

/** Debian's packages, and the command that succeeds where they are installed. */
const tools = [
  {
    packages: modules.map((name) => `python3-${name}`),
    isThere: ["/usr/bin/python3", "-c", `import ${modules}`],
  },
  {
    packages: ["golang-go", "golang-github-masterminds-sprig-dev", "kustomize"],
    isThere: [
      "sh",
      "-c",
      "command -v go && command -v kustomize && ls /usr/share/gocode/src/github.com/Masterminds/sprig",
    ],
  },
  { packages: ["cosign"], isThere: ["cosign", "version"] },
];

/**
 * Installs what the tests of the Python client, the chart and a release run, by apt as root or through sudo,
 * and unpacks Debian's PostgreSQL and HAProxy. Elsewhere, and without a network, these tests are skipped and say so.
 */
export async function provideTools(): Promise<void> {
  const apt = aptWithRights();
  const missing = tools.filter(
    ({ isThere: [command = "", ...args] }) => spawnSync(command, args, { stdio: "ignore" }).status !== 0,
  );
  const packages = missing.flatMap((tool) => tool.packages);
  try {
    if (apt && packages.length > 0) await aptInstall(apt, packages, "the tools of some tests");
    if (hasApt()) for (const unpack of [unpackPostgresql, unpackHaproxy]) await unpack();
  } catch (error) {
    console.log(`Some tests will be skipped. ${error instanceof Error ? error.message : error}`);
  }
}

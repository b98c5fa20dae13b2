// Asks Countersign in a job of GitHub Actions or GitLab CI, waits for the decision, and redeems the grant:
// docs/guides/pipelines.md. The step ends with 0 only if the action may be performed now, once. No shell reads
// an input: each is a variable of the environment here, and one argument of the command line there.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const limits = { redirect: "error", signal: AbortSignal.timeout(60_000) };
const folder = mkdtempSync(path.join(tmpdir(), "countersign-"));
const inFolder = (name) => path.join(folder, name);
let running;
let isCancelled = false;
// A cancelled job withdraws its request.
for (const signal of ["SIGINT", "SIGTERM"])
  process.on(signal, () => {
    isCancelled = true;
    running?.kill(signal);
  });

try {
  process.exitCode = await askAndRedeem();
} catch (error) {
  console.error(error.message);
  process.exitCode = 2;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function askAndRedeem() {
  const [url, agent, sha256, action] = ["url", "agent", "sha256", "action"].map(required);
  if (new URL(url).origin !== url)
    throw new Error("url must be an origin: https, without a slash at its end.");
  if (!/^agt_\w+$/.test(agent)) throw new Error("agent must be the ID of an agent, agt_…");
  if (!/^[a-z]/.test(action)) throw new Error("action must be an action type, such as deploy.start.");
  const asked = [action, ...options(), `--out=${inFolder("ask.json")}`];
  await download(url, sha256);
  const token = process.env.ACTIONS_ID_TOKEN_REQUEST_URL
    ? [`--workload-audience=${url}/agents/${agent}`]
    : [];
  return (
    (await countersign("enroll", `--url=${url}`, `--agent=${agent}`, ...token)) ||
    (await countersign("ask", ...asked)) ||
    (await countersign("redeem", `--from=${inFolder("ask.json")}`))
  );
}

function required(name) {
  const value = input(name);
  if (value === "") throw new Error(`The input ${name} is missing.`);
  return value;
}

function input(name) {
  return (process.env[`INPUT_${name.toUpperCase()}`] ?? "").trim();
}

/** The server says which of its files has the sum that the pipeline names. Without this sum, none is run. */
async function download(url, sha256) {
  if (!/^[0-9a-f]{64}$/.test(sha256))
    throw new Error("sha256 must be the sum of the one file that /downloads of your Countersign shows.");
  const sums = await (await fetch(`${url}/downloads/SHA256SUMS`, limits)).text();
  const file = sums.split("\n").find((line) => line.startsWith(`${sha256}  `) && line.endsWith(".cjs"));
  if (!file)
    throw new Error("The server offers no file with this sha256. After an upgrade, look at its sums.");
  const response = await fetch(`${url}/downloads/${encodeURIComponent(file.slice(66))}`, limits);
  const content = Buffer.from(await response.arrayBuffer());
  if (createHash("sha256").update(content).digest("hex") !== sha256)
    throw new Error("The downloaded file has another sum than sha256. It wasn't run.");
  writeFileSync(inFolder("countersign.cjs"), content);
}

/** The options of the ask, each with its value in one argument. */
function options() {
  const given = ["resource", "reason", "expires_in"].flatMap((name) =>
    input(name) === "" ? [] : [`--${name.replace("_", "-")}=${input(name)}`],
  );
  const params = input("parameters") === "" ? [] : [`--params=${input("parameters")}`];
  const fromEnvironment = input("parameters_from").split(/\s+/).filter(Boolean);
  return [...given, ...params, ...fromEnvironment.map(fromVariable)];
}

/** `name=VARIABLE`: the variable's content as text, whatever it is. */
function fromVariable(pair) {
  const [, name, variable] = /^(\w[^=]*)=([A-Za-z_]\w*)$/.exec(pair) ?? [];
  if (!name) throw new Error(`parameters_from takes name=VARIABLE, not ${JSON.stringify(pair)}`);
  const value = process.env[variable];
  if (value === undefined) throw new Error(`parameters_from names ${variable}, which isn't set.`);
  return `--param=${name}=${JSON.stringify(value)}`;
}

/** Runs the command line. Its exit code is the answer, and its grant stays in the file. */
async function countersign(...args) {
  if (isCancelled) return 130;
  const credentials = { ...process.env, COUNTERSIGN_CREDENTIALS: inFolder("agent.json") };
  running = spawn(process.execPath, [inFolder("countersign.cjs"), ...args], {
    env: credentials,
    stdio: ["ignore", args[0] === "ask" ? "ignore" : "inherit", "inherit"],
  });
  const [code] = await once(running, "exit");
  return code ?? 1;
}

import type { Untyped } from "#client/json/untyped";
import { newKeyPair, signingKey } from "#client/keys";
import { postSigned } from "../boundary/post-signed.ts";
import type { ExitName } from "../exit-codes.ts";
import { Fault } from "../fault.ts";
import type { Io } from "../io.ts";
import {
  credentialOptions,
  flags,
  patienceOption,
  readOptions,
  readOrigin,
  readPatience,
  texts,
} from "../options.ts";
import { visible } from "../visible.ts";
import { credentialsPath, replacedIn, reserveFile } from "./credentials.ts";
import { readWorkloadToken } from "./workload-token.ts";

const kinds = {
  ...credentialOptions,
  ...patienceOption,
  ...texts("url", "code", "agent", "secret", "private-key", "workload-token", "workload-audience"),
  ...flags("replace"),
};

/** `countersign enroll`: enrolls this machine as an agent, with credentials in a 0600 file. */
export async function enroll(args: string[], io: Io): Promise<ExitName> {
  const { values } = readOptions(args, kinds);
  if (!values.url) throw new Fault("usage", "missing --url (your Countersign URL)");
  const url = readOrigin(values.url);
  const given = await readGiven(values, io);
  const path = credentialsPath(values, io.env);
  const { issuer, agent: replaced } = values.replace ? replacedIn(path, url) : {};
  // A person may choose the profile of another agent, and a replaced key can't be restored.
  const refuseOther = (agent: string | undefined) => {
    if (replaced === undefined || agent === undefined || agent === replaced) return;
    const whose = `${visible(path)} has the key of ${visible(replaced)}, not of ${visible(agent)}`;
    throw new Fault("usage", `${whose}. Use another --profile or --file`);
  };
  refuseOther(values.agent);
  const file = reserveFile(path, { replace: values.replace });
  try {
    const { note, ...enrolled } = given.proof
      ? await enrollNewKey(io, url, given, readPatience(values.patience))
      : {
          agent: given.agent,
          key: given.key,
          note: "Not verified yet. The key is checked with the first request.",
        };
    const { agent } = enrolled;
    refuseOther(agent);
    file.keep(`${JSON.stringify({ url, issuer, ...enrolled }, undefined, 2)}\n`);
    io.err(`Enrolled as ${visible(agent)}. Credentials saved to ${visible(path)}. ${note}\n`);
  } catch (fault) {
    file.discard();
    throw fault;
  }
  return "ok";
}

/** A new key is enrolled at `path`, with a one-time code or a workload's token. */
interface NewKey {
  path: string;
  proof: Record<string, string>;
  key?: undefined;
}

/** A key is never read from an argument: the process list and the shell's history show arguments. */
async function readGiven(
  values: Record<string, Untyped>,
  io: Io,
): Promise<NewKey | { proof?: undefined; agent: string; key: string }> {
  refuseInArguments("--secret", values.secret, "COUNTERSIGN_AGENT_SECRET");
  refuseInArguments("--private-key", values["private-key"], "COUNTERSIGN_AGENT_KEY");
  const code = values.code ?? io.env.COUNTERSIGN_CODE;
  const secret = values.secret ?? io.env.COUNTERSIGN_AGENT_SECRET;
  const privateKey = values["private-key"] ?? io.env.COUNTERSIGN_AGENT_KEY;
  const token = await readWorkloadToken(values, io);
  const chosen = [code, secret, privateKey, token].filter((choice) => choice !== undefined);
  if (chosen.length !== 1)
    throw new Fault(
      "usage",
      "use one of --code, --workload-token, --workload-audience, --secret or --private-key",
    );
  if (token !== undefined) return { path: workloadPath(values.agent), proof: { token } };
  const what = code !== undefined ? "Enrollment code" : secret !== undefined ? "Secret" : "Private key";
  const text = (chosen[0] === "-" ? await io.readSecret(`${what} (input is hidden): `) : chosen[0]).trim();
  if (code !== undefined) return { path: "/api/v1/agents/enrollments", proof: { code: text } };
  if (!/^(agt|tol)_/.test(values.agent ?? ""))
    throw new Fault("usage", "an existing key needs --agent agt_… (or a tool ID, tol_…)");
  return { agent: values.agent, key: readKey(text, secret !== undefined ? "whsec_" : "whsk_") };
}

function workloadPath(agent: string | undefined) {
  if (agent === undefined || !/^agt_\w+$/.test(agent))
    throw new Fault("usage", "a workload token needs --agent agt_…");
  return `/api/v1/agents/${agent}/workload-keys`;
}

/** Checks a key's form. Returns the key without white space around. */
function readKey(text: string, prefix: "whsk_" | "whsec_"): string {
  const key = text.trim();
  if (!key.startsWith(prefix)) throw new Fault("usage", `expected a key that begins with ${prefix}`);
  signingKey(key);
  return key;
}

function refuseInArguments(option: string, value: string | undefined, variable: string) {
  if (value !== undefined && value !== "-")
    throw new Fault(
      "usage",
      `keys can't be passed as arguments because other users can see them. Use ${option} - and standard input, or set ${variable}`,
    );
}

/** Enrolls the public key of a new pair. The call is signed with the new key, which proves possession. */
async function enrollNewKey(io: Io, url: string, { path, proof }: NewKey, patienceSeconds: number) {
  const { privateKey, publicKey } = await newKeyPair();
  const call = { path, body: { ...proof, public_key: publicKey } };
  const answer = await postSigned(io, { url, key: privateKey }, call, { patienceSeconds });
  const { agent, key } = Object(answer);
  if (typeof agent?.id !== "string")
    throw new Fault("failed", "the server didn't return an agent ID", { answer });
  // Only workloads replace keys all the time: other agents hear from the server's refusal.
  const expiry =
    "token" in proof && typeof key?.expires_at === "string" ? { expires_at: key.expires_at } : {};
  return {
    agent: agent.id,
    key: privateKey,
    ...expiry,
    note: `Key ${publicKey}${key?.expires_at ? ` expires ${visible(key.expires_at)}` : ""}.`,
  };
}

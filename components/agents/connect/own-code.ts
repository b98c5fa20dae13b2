import { profileOf } from "../commands.ts";
import { callStep, enrollStep, installStep } from "./shared-steps.ts";
import type { Place, Step } from "./step.ts";

/** A first ask for a refund that the first policy of a workspace lets a person decide. */
export function firstRequest(
  language: keyof typeof texts,
  { agent, given }: Pick<Place, "agent" | "given">,
): string {
  return texts[language](`countersign/${profileOf(agent)}.json`, given.kind === "secret");
}

export function typescriptSteps(place: Place): Step[] {
  return [
    installStep(place, { endings: [".tgz"], isLocal: true, words: "In your project." }),
    enrollStep(place, "./node_modules/.bin/countersign"),
    callStep("Save it as `first-request.mts` and run `node first-request.mts` (Node 22.18 or newer).", [
      { label: "First request in TypeScript", text: firstRequest("typescript", place) },
      skillBlock(place),
    ]),
  ];
}

export function pythonSteps(place: Place): Step[] {
  return [
    installStep(place, {
      endings: [".whl", ".cjs"],
      words:
        "The package, and the command line that creates the agent's key, which needs Node. The last line lets the current shell find the command. Another shell may need its path, `~/.local/bin/countersign`.",
    }),
    enrollStep(place),
    callStep("Save it as `first_request.py` and run `.venv/bin/python first_request.py`.", [
      { label: "First request in Python", text: firstRequest("python", place) },
      skillBlock(place),
    ]),
  ];
}

export function curlSteps(place: Place): Step[] {
  return [
    installStep(place, {
      endings: [".cjs"],
      words:
        "It creates the agent's key. The last line lets the current shell find the command. Another shell may need its path, `~/.local/bin/countersign`.",
    }),
    enrollStep(place),
    callStep("Paste it into a terminal. It needs OpenSSL 3.", [
      { label: "First request in curl", text: firstRequest("curl", place) },
    ]),
  ];
}

/** The page of the skill that guards a function of the reader's repository. */
export const skillPage = "/docs/skills/require-grant/SKILL";

function skillBlock({ origin }: Place) {
  const file = ".claude/skills/require-grant/SKILL.md";
  const text = `curl -fsS --create-dirs ${origin}${skillPage}.md -o ${file}`;
  return { label: "Skill for Claude Code (optional)", text };
}

const action = {
  type: "refund.create",
  resource: "charge/ch_81",
  params: { amount: 1250, currency: "USD" },
};
const reason = "Customer was billed twice";

/** `file`: below the folder of `credentialsPath` (bin/client/agent/credentials.ts), as in each language. */
const texts = { typescript, python, curl };

function typescript(file: string): string {
  return `import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { createAgent } from "countersign";

const folder = process.env.XDG_CONFIG_HOME || \`\${homedir()}/.config\`;
const { url, agent: id, key } = JSON.parse(readFileSync(\`\${folder}/${file}\`, "utf8"));
const agent = createAgent({ issuer: url, agent: id, key });
const action = {
  type: "refund.create",
  resource: "charge/ch_81",
  params: { amount: 1250, currency: "USD" },
};
const grant = await agent.obtainGrant(action, {
  reason: "${reason}",
  onPending: ({ approvalUrl }) => console.log("Approve at", approvalUrl),
});
await agent.redeem(grant, action);
console.log("Perform exactly this action now:", action);`;
}

function python(file: string): string {
  return `import json, os, pathlib
from countersign import Agent

folder = os.environ.get("XDG_CONFIG_HOME") or pathlib.Path.home() / ".config"
saved = json.loads(pathlib.Path(folder, "${file}").read_text())
agent = Agent(saved["url"], saved["agent"], saved["key"])
action = ${JSON.stringify(action)}
asked = agent.ask(action, reason="${reason}")
grant = agent.wait(asked, on_pending=lambda asked: print("Approve at", asked.approval_url))
agent.redeem(grant, action)
print("Perform exactly this action now:", action)`;
}

// The octal numbers are the PKCS #8 header of an Ed25519 private key (RFC 8410).
const signWithKey = `{ printf '\\060\\056\\002\\001\\000\\060\\005\\006\\003\\053\\145\\160\\004\\042\\004\\040'
  value key | cut -c6- | base64 -d | head -c 32; } > "$key"
signature=v1a,$(openssl pkeyutl -sign -rawin -keyform DER -inkey "$key" -in "$message" | base64 | tr -d '\\n')`;

const signWithSecret = `hexkey=$(value key | cut -c7- | base64 -d | od -A n -t x1 | tr -d ' \\n')
signature=v1,$(openssl dgst -sha256 -mac HMAC -macopt "hexkey:$hexkey" -binary "$message" | base64)`;

function curl(file: string, isSecret: boolean): string {
  return `credentials="\${XDG_CONFIG_HOME:-$HOME/.config}/${file}"
value() { sed -n "s/^ *\\"$1\\": \\"\\([^\\"]*\\)\\".*/\\1/p" "$credentials"; }
body='${JSON.stringify({ action, reason })}'
id="first-$(date +%s)-$$"; now=$(date +%s); key=$(mktemp); message=$(mktemp)
printf %s "$id.$now.$body" > "$message"
${isSecret ? signWithSecret : signWithKey}
rm "$key" "$message"
curl -sS "$(value url)/api/v1/agents/$(value agent)/requests" -H "content-type: application/json" \\
  -H "webhook-id: $id" -H "webhook-timestamp: $now" -H "webhook-signature: $signature" \\
  --data-binary "$body"`;
}

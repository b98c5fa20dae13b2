import { profileOf } from "./commands.ts";

export interface Snippet {
  label: string;
  /** The requirements on the machine, and the way to run the snippet. */
  needs: string;
  text: string;
}

const body = JSON.stringify({
  action: {
    type: "refund.create",
    resource: "charge/ch_81",
    params: { amount: 1250, currency: "USD" },
  },
  reason: "Customer was billed twice",
});

/** A first ask without the command line, signed over the body's exact bytes (docs/agents.md). */
export function firstRequestSnippets(agent: { id: string; name: string }): Snippet[] {
  const file = `.config/countersign/${profileOf(agent)}.json`;
  return [
    { label: "curl", needs: "Needs OpenSSL 3. Paste it into a terminal.", text: curl(file) },
    {
      label: "TypeScript",
      needs: "Save it as first-request.ts and run: node first-request.ts (Node 22.18 or newer).",
      text: typescript(file),
    },
    {
      label: "Python",
      needs: "Needs the package cryptography. Save it as first_request.py and run: python3 first_request.py",
      text: python(file),
    },
  ];
}

// The octal numbers are the PKCS #8 header of an Ed25519 private key (RFC 8410).
const curl = (file: string) => `credentials="$HOME/${file}"
value() { sed -n "s/^ *\\"$1\\": \\"\\([^\\"]*\\)\\".*/\\1/p" "$credentials"; }
body='${body}'
id="first-$(date +%s)-$$"; now=$(date +%s); key=$(mktemp); message=$(mktemp)
{ printf '\\060\\056\\002\\001\\000\\060\\005\\006\\003\\053\\145\\160\\004\\042\\004\\040'
  value key | cut -c6- | base64 -d | head -c 32; } > "$key"
printf %s "$id.$now.$body" > "$message"
signature=$(openssl pkeyutl -sign -rawin -keyform DER -inkey "$key" -in "$message" | base64 | tr -d '\\n')
rm "$key" "$message"
curl -sS "$(value url)/api/v1/agents/$(value agent)/requests" -H "content-type: application/json" \\
  -H "webhook-id: $id" -H "webhook-timestamp: $now" -H "webhook-signature: v1a,$signature" \\
  --data-binary "$body"`;

const typescript = (file: string) => `import { createPrivateKey, randomUUID, sign } from "node:crypto";
import { readFileSync } from "node:fs";
import { homedir } from "node:os";

const { url, agent, key } = JSON.parse(readFileSync(\`\${homedir()}/${file}\`, "utf8"));
const seed = Buffer.from(key.slice("whsk_".length), "base64").subarray(0, 32);
const header = Buffer.from("302e020100300506032b657004220420", "hex");
const privateKey = createPrivateKey({ key: Buffer.concat([header, seed]), format: "der", type: "pkcs8" });

const body = '${body}';
const id = randomUUID();
const timestamp = String(Math.floor(Date.now() / 1000));
const signature = sign(null, Buffer.from(\`\${id}.\${timestamp}.\${body}\`), privateKey).toString("base64");
const headers = {
  "content-type": "application/json",
  "webhook-id": id,
  "webhook-timestamp": timestamp,
  "webhook-signature": \`v1a,\${signature}\`,
};
const response = await fetch(\`\${url}/api/v1/agents/\${agent}/requests\`, { method: "POST", headers, body });
console.log(await response.text());`;

const python = (file: string) => `import base64, json, pathlib, time, urllib.request, uuid
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

saved = json.loads((pathlib.Path.home() / "${file}").read_text())
seed = base64.b64decode(saved["key"].removeprefix("whsk_"))[:32]
body = b'${body}'
call_id, timestamp = str(uuid.uuid4()), str(int(time.time()))
signature = Ed25519PrivateKey.from_private_bytes(seed).sign(f"{call_id}.{timestamp}.".encode() + body)
headers = {
    "content-type": "application/json",
    "webhook-id": call_id,
    "webhook-timestamp": timestamp,
    "webhook-signature": "v1a," + base64.b64encode(signature).decode(),
}
url = f"{saved['url']}/api/v1/agents/{saved['agent']}/requests"
with urllib.request.urlopen(urllib.request.Request(url, body, headers)) as response:
    print(response.read().decode())`;

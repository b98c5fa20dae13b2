// @ts-check
import { exitCodes } from "./exit-codes.mjs";

const credentials = `  --profile name         which credentials to use, under ~/.config/countersign (default: default)
  --file path            a credentials file instead (or set COUNTERSIGN_CREDENTIALS)
  --patience seconds     how long to go on while the server cannot be reached (default: 120)`;

const action = `  --resource text        what it is done to
  --audience text        the tool the grant is for
  --param name=value     one parameter, as JSON where it reads as JSON, else as text; may be repeated
  --params json          all parameters as one JSON object`;

/** @type {Readonly<Record<string, string>>} */
const commands = {
  enroll: `countersign enroll --url <address> --code <code>
countersign enroll --url <address> --agent <agt_...> --secret - | --private-key -

Gets this machine the right to ask as one agent. With a one-time code it makes an Ed25519 key pair and enrols the public
half; the private half never leaves this machine. A secret or private key made elsewhere is read from standard input ("-")
or, without that option, from COUNTERSIGN_AGENT_SECRET or COUNTERSIGN_AGENT_KEY; never from an argument, which other users
of the machine could see.

  --replace              overwrite credentials that are there already
${credentials}
`,
  keygen: `countersign keygen --out <file>

Makes a key pair for an agent whose public key an admin pastes in. The private key goes to a new file, the public key to stdout.
`,
  ask: `countersign ask <action.type> [options]

Asks to do one action once, waits until policy or a person has decided, and prints the grant. Ctrl-C withdraws the request.

${action}
  --reason text          why, in the agent's own words, shown to the person who decides
  --context json         more for that person to see
  --expires-in seconds   give up when nobody has decided by then
  --id text              webhook-id: the same id is the same request, so that an interrupted ask can be taken up again
  --no-wait              do not wait for a person: exit 14 while it is pending
  --json                 print the whole answer instead of the grant alone
  --out file             also write the whole answer to a file, for "redeem --from"
${credentials}
`,
  redeem: `countersign redeem --from <file that ask --out wrote>
countersign redeem --grant <jwt | file | -> <action.type> [options]
countersign redeem --grant <jwt | file | -> --action <file | ->

Spends a grant: once, by this agent, for exactly the action it was given for. Prints who approved it, and when.

${action}
  --dpop jwt             for a tool: the agent's DPoP header, when the grant is bound to the agent's key
  --agent-proof text     for a tool: the agent's Countersign-Proof header, for any other grant
${credentials}
`,
  prove: `countersign prove --grant <jwt | file | -> [--method POST]

Creates the proof that a grant is this agent's, for a tool that redeems the grant itself. Valid for five minutes, for this grant only.
Send it to the tool with the grant: as the DPoP header (RFC 9449) when the grant is bound to a private key, else, for an agent that
signs with a secret, as the Countersign-Proof header.

${credentials}
`,
  policy: `countersign policy pull [file]
countersign policy diff <file | ->
countersign policy push <file | -> [--wait]

The action catalogue and the policy as one file, for version control. pull writes the version in force; diff tells what a file would
change (exit 60 when it would), and every fault it has; push puts it into the draft. Nothing is in force before an admin publishes the
draft with a passkey: push prints where. The version in the file is the one it was made from: a push is refused when another one was
published since.

The token is an admin's, made under Settings, Policy tokens. It comes from COUNTERSIGN_POLICY_TOKEN or a file that only you can read,
never from an argument, which other users of the machine could see.

  --url address          the address of your Countersign (or set COUNTERSIGN_URL)
  --token-file path      a file with the token in it
  --json                 print the difference as JSON (diff, push)
  --wait                 after a push, wait until that version is in force
  --timeout seconds      how long to wait for that (default: 900): exit 12 afterwards, exit 61 when another version came
  --patience seconds     how long to go on while the server cannot be reached (default: 120)
`,
  verify: `countersign verify <receipt.json | -> [--jwks file] [--json]

Checks a receipt offline, and says who approved exactly what. --jwks pins the server's keys (from /.well-known/jwks.json,
fetched by a way you trust); without it the key in the receipt is used, which shows only that nothing was changed since.
`,
};

/**
 * Help for one command, or for all.
 * @param {string} [command]
 * @returns {string}
 */
export function helpOf(command) {
  const text = command === undefined ? undefined : commands[command];
  return text ? `${text}\n${exits()}` : `${overview}\n${exits()}`;
}

const overview = `countersign: the agent's side of Countersign. Ask a named human before a risky action.

  countersign enroll     get the right to ask as an agent
  countersign ask        ask to do one action, and wait for the grant
  countersign redeem     spend a grant, once
  countersign verify     check a receipt, offline
  countersign prove      prove to a tool that a grant is this agent's
  countersign keygen     make a key pair whose public key an admin pastes in
  countersign policy     keep the policy in version control: pull, diff, push

"countersign <command> --help" tells more. Results go to stdout, words for people to stderr.
`;

function exits() {
  const lines = Object.values(exitCodes).map(
    ({ code, meaning }) => `  ${String(code).padStart(3)}  ${meaning}`,
  );
  return `Exit codes\n${lines.join("\n")}\n`;
}

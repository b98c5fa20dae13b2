import { exitCodes } from "./exit-codes.ts";

const credentials = `  --profile name         Credentials to use from ~/.config/countersign (default: default)
  --file path            Path to a credentials file (or set COUNTERSIGN_CREDENTIALS)
  --patience seconds     How long to retry if the server can't be reached (default: 120)`;

const action = `  --resource text        Resource the action applies to
  --audience text        Tool the grant will be used with
  --param name=value     Parameter (parsed as JSON if possible, otherwise text). Repeatable
  --params json          All parameters as a JSON object`;

const commands: Readonly<Record<string, string>> = {
  enroll: `countersign enroll --url <address> --code <code>
countersign enroll --url <address> --agent <agt_...> --workload-token <file | ->
countersign enroll --url <address> --agent <agt_...> --workload-audience <audience>
countersign enroll --url <address> --agent <agt_...> --secret - | --private-key -

Enroll this machine as an agent. With --code, generate an Ed25519 key pair and register the
public key. The private key never leaves this machine. To use an existing secret or private key,
pass "-" and pipe it to standard input or paste it at the prompt, or set COUNTERSIGN_AGENT_SECRET or
COUNTERSIGN_AGENT_KEY.
Keys are never read from arguments, because other users can see them in the process list.

A workload, such as a CI job, needs no key of its own: it exchanges the OIDC token of its issuer for
a key that expires within the hour. An admin adds the workload under Keys on the agent's page.

  --workload-token file  The workload's OIDC token in a file, or - for standard input (or set
                         COUNTERSIGN_WORKLOAD_TOKEN)
  --workload-audience a  In GitHub Actions: get a token with this audience from GitHub
  --replace              Overwrite existing credentials of the same agent
${credentials}
`,
  keygen: `countersign keygen --out <file>

Generate an Ed25519 key pair. Write the private key to a new file and print the public key for an
admin to register.
`,
  ask: `countersign ask <action.type> [options]

Request permission for one action, wait for the decision and print the grant. Press Ctrl-C to
withdraw the request.

${action}
  --reason text          Reason shown to the approver (unverified)
  --context json         Extra context shown to the approver
  --expires-in seconds   Expire if no one decides in time
  --accept-edits         Accept an action that an approver edited. The grant is for the edited
                         action, which --json and --out contain. Needs one of these
  --id text              Idempotency key (webhook-id). Reuse it to resume the request
  --no-wait              Don't wait for approval. Exit 14 if pending
  --json                 Print the full response instead of just the grant
  --out file             Also save the full response for "redeem --from"
${credentials}
`,
  redeem: `countersign redeem --from <file>
countersign redeem --grant <jwt | file | -> <action.type> [options]
countersign redeem --grant <jwt | file | -> --action <file | ->

Redeem a grant, once, for exactly the approved action. Print who approved it and when.

  --from file            Grant and action from a file saved by ask --out
  --grant text           The grant, a file that contains it, or - for standard input
  --action file          Action as a JSON file, or - for standard input
${action}
  --dpop jwt             For tools. The agent's DPoP header, if the grant is bound to a key
  --agent-proof text     For tools. The agent's Countersign-Proof header, for any other grant
${credentials}
`,
  prove: `countersign prove --grant <jwt | file | -> [--method POST]

Create the proof that a grant is this agent's, for a tool that redeems the grant itself. Valid for
five minutes, for this grant only. Send it to the tool with the grant, as the DPoP header
(RFC 9449) if the grant is bound to a private key, or as the Countersign-Proof header if the agent
signs with a secret.

  --grant text           The grant, a file that contains it, or - for standard input
  --method name          HTTP method of the call to the tool (default: POST)
${credentials}
`,
  freeze: `countersign freeze --self [--reason text]
countersign freeze --all [--reason text]

With --self, stop this agent, for example because it noticed that someone else drives it. Its pending
requests are cancelled, its unused grants are revoked, and its owner and admins are notified. Only a
person can release it. With --all, an approver or admin who ran "countersign login" stops all agents.
An admin releases them with a passkey.

  --self                 This agent. It can't stop any other
  --all                  All agents, in your own name
  --reason text          Shown to the owner and admins (unverified, with --self)
  --id text              Idempotency key (webhook-id). The same ID is always the same freeze
${credentials}
`,
  login: `countersign login --url <address>

Sign in as yourself, an approver or admin, to see and deny requests at this terminal. Create a code in
your browser, in Settings, Sessions, and type it at the prompt. Never type a code that someone else sent
you. The session can list the requests that you may decide, deny them and freeze all agents. It can't
approve. It ends after 8 hours, when you sign out in that browser, and with "countersign logout".

The token is kept in ~/.config/countersign/session, which only you can read.

  --url url              Your Countersign URL (or set COUNTERSIGN_URL)
  --patience seconds     How long to retry if the server can't be reached (default: 10)
`,
  logout: `countersign logout

End the session of "countersign login".

  --patience seconds     How long to retry if the server can't be reached (default: 10)
`,
  requests: `countersign requests list [--json]
countersign requests deny <req_...> [--reason text]
countersign requests open <req_...>

Handle the requests that wait for you, after "countersign login". list prints those that you may decide,
first the one that expires first. deny denies one, without a passkey. open prints the address of one and
opens it in your browser, where you approve it with a passkey.

  --reason text          Shown to the agent (deny)
  --json                 Print the server's response as JSON (list, deny)
  --patience seconds     How long to retry if the server can't be reached (default: 10)
`,
  policy: `countersign policy pull [file]
countersign policy diff <file | ->
countersign policy push <file | -> [--wait]

Manage action types and policy as a file. pull downloads the live version. diff shows changes and
errors, and exits 60 if anything differs. push uploads to the draft, and an admin publishes it with
a passkey at the URL printed. A push is rejected if a newer version was published since the file
was pulled.

Requires an admin's token from Settings, Policy tokens. Set COUNTERSIGN_POLICY_TOKEN or use
--token-file. Tokens are never read from arguments.

  --url url              Your Countersign URL (or set COUNTERSIGN_URL)
  --token-file path      Read the token from a file only you can read
  --json                 Print changes as JSON (diff, push)
  --wait                 After push, wait until the version is live
  --timeout seconds      How long to wait (default: 900). Exit 12 on timeout, 61 if another version
                         went live
  --patience seconds     How long to retry if the server can't be reached (default: 120)
`,
  boundary: `countersign boundary init --server <name> [--out file] -- <command of an MCP server>
countersign boundary init --server <name> [--out file] --upstream <URL of an MCP server>
countersign boundary init --server <name> [--out file] --from-tools <tools.json | ->
countersign boundary check <map.json> [--call <call.json | ->]
countersign boundary register --url <url> --code <code> [--file path]

Manage the mapping of a boundary: how a call of a tool becomes an action. init writes a mapping with
one rule per tool that an MCP server lists, and accepts these tools. check validates a mapping. With
--call, check prints the action that a call becomes. register enrolls a key for a boundary that an
admin created in Settings, Boundaries.

  --from-tools file      The answer of the MCP server to tools/list, as JSON
  --upstream url         The MCP server's URL, for streamable HTTP
  --upstream-header-env Name=VARIABLE
                         Header for the MCP server, with the value of an environment variable.
                         Repeatable
  --propose              Use the rules that the server itself proposes (x-authzen-mapping). Not
                         verified: read each of them
  --server name          Name of the MCP server in the gateway's settings
  --risk level           Least risk noted for each tool (default: write). Hints of the server only
                         raise it
  --out file             Write the mapping to a new file instead of stdout
  --call file            A call as JSON, see docs/boundary.md
  --url url              Your Countersign URL (register)
  --code code            The one-time code from an admin (or set COUNTERSIGN_CODE)
  --kind name            What the boundary is: mcp or http_proxy (default: mcp)
  --file path            Where the credentials go (default: boundary.json in the config folder)
  --replace              Replace the credentials in the file
`,
  mcp: `countersign mcp [options] -- <command of an MCP server>
countersign mcp [options] --upstream <URL of an MCP server>

Run an MCP server in front of another one. Each tools/call waits for a decision. It is sent on only
after its grant was redeemed, and its outcome is reported. The other methods of MCP pass unchanged. Clients
connect over standard input and output, or over HTTP with --listen.

  --server name          Name of the MCP server in action types (default: from the command or URL)
  --map file             Mapping from tools to action types, and the accepted tools
  --boundary file        Credentials of a registered boundary. Admins then accept tools in Countersign
  --hold seconds         How long a call waits before its client has to repeat it (default: 90, or 45
                         for a client that doesn't ask for progress)
  --upstream url         The MCP server's URL, for streamable HTTP
  --upstream-header-env Name=VARIABLE
                         Header for the MCP server, with the value of an environment variable.
                         Repeatable
  --allow-method name    Also pass this method, which MCP doesn't define. Repeatable
  --no-roots             Keep the folders that the client works in from the MCP server, which then keeps
                         its own
  --listen host:port     Serve clients over HTTP at /mcp, for example 127.0.0.1:4000
  --client-token-env VARIABLE[=profile]
                         Environment variable with the token of a client, and the profile of the
                         agent that the client acts for. Repeatable
  --no-client-token      Serve every program on this machine
  --print-tools          Print the tools of the MCP server, and end
${credentials}
`,
  hook: `countersign hook [--client claude-code | codex | cursor] [--url URL]
countersign hook check [<settings file>] [--client name] [--url URL]

Answer a command hook: read the call that a client is about to run from standard input, wait for the
decision, and answer in the client's form. Everything else than a yes blocks the call (exit code 2, or
a denial in JSON for Cursor). check has the server check the client's settings. It asks Codex itself
which hooks it runs, and reads a file for the other clients. It refuses a file with hooks that managed
settings of Claude Code turn off. The hook token is active after the first call of the client. The token
is read from COUNTERSIGN_TOKEN.

  --client name          The client that runs the hook (default: claude-code)
  --url URL              Countersign's URL (default: COUNTERSIGN_URL)
  --timeout seconds      When to give up and block the call (default: 115). Has to be before the client
                         gives the command up
`,
  proxy: `countersign proxy --upstream <address> [options]

Forward HTTP calls to one API, each after its decision. A call that needs approval is held, and then
answered with 202 until the client repeats it. The API's credentials stay here, not with the agent.

  --upstream address     The API, https (http only for localhost), without a path
  --map file             Mapping from calls to actions (see docs/boundary.md)
  --listen address:port  Where clients connect (default: 127.0.0.1:8790)
  --client-token-env name  Variable with the token that clients have to send
  --no-client-token      Serve every program on this machine
  --boundary file        Credentials of a registered boundary
  --upstream-header-env header=name  Header for the API, with its value in a variable. Repeatable
  --hold seconds         How long to hold a call that needs approval (default: 30)
  --timeout seconds      How long the API may be silent (default: 60)
  --max-body bytes       The largest body (default: 20971520)
  --profile name         Credentials to use from ~/.config/countersign (default: default)
  --file path            Path to a credentials file (or set COUNTERSIGN_CREDENTIALS)
  --patience seconds     How long to retry if Countersign can't be reached (default: 10)
`,
  verify: `countersign verify <receipt.json | -> [--jwks file | --unpinned] [--json]

Verify a receipt offline and print who approved what. Use --jwks to pin the server's keys (download
/.well-known/jwks.json over a connection you trust). Without it, the key embedded in the receipt is
used, which only proves the receipt wasn't changed: exit 52 instead of 0.

  --jwks file            Keys to verify the server's signature with
  --unpinned             Exit 0 for a valid receipt although the server's key isn't pinned
  --json                 Print the result as JSON
`,
};

export function helpOf(command?: string): string {
  const text = command === undefined ? undefined : commands[command];
  return text ? `${text}\n${exits()}` : `${overview}\n${exits()}`;
}

const overview = `countersign, the command line for agents and for people who decide.

  countersign enroll     Enroll this machine as an agent
  countersign ask        Request an action and wait for the grant
  countersign redeem     Redeem a one-time grant
  countersign verify     Verify a receipt offline
  countersign prove      Create the proof that a grant is this agent's
  countersign keygen     Generate a key pair
  countersign freeze     Stop this agent, or all agents, until a person releases them
  countersign login      Sign in as a person with a code from the browser (end with logout)
  countersign requests   See and deny the requests that wait for you (list, deny, open)
  countersign policy     Manage policy as a file (pull, diff, push)
  countersign boundary   Manage the mapping and key of a boundary
  countersign hook       Answer the hooks of Claude Code, Codex and Cursor
  countersign mcp        Hold an MCP client's calls until they're decided
  countersign proxy      Hold an HTTP API's calls until they're decided

Run "countersign <command> --help" for details. Results go to stdout, messages to stderr.
`;

function exits() {
  const lines = Object.values(exitCodes).map(
    ({ code, meaning }) => `  ${String(code).padStart(3)}  ${meaning}`,
  );
  return `Exit codes\n${lines.join("\n")}\n`;
}

import { askCommand, profileOf } from "../commands.ts";
import { mcpSettings, settingsText } from "../hook-settings.ts";
import { callStep, enrollStep, installStep, pasteInto, tokenStep } from "./shared-steps.ts";
import type { Place, Step } from "./step.ts";

const commandLine = { endings: [".tgz"] };

export function mcpSteps(place: Place): Step[] {
  const text = settingsText(mcpSettings(profileOf(place.agent)));
  return [
    installStep(place, commandLine),
    enrollStep(place),
    {
      title: "Start the gateway",
      words:
        "Put it in the settings of your MCP client, in place of the server. The example is a file server. Replace what follows `--` with your server's command, and `files` with its name.",
      blocks: [{ label: "MCP client configuration", text }],
      proof: "call",
    },
    callStep(
      "Ask the model to use a tool of the server. If you use `--map`, register the gateway first: otherwise its calls don't appear here.",
    ),
  ];
}

export function httpSteps(place: Place): Step[] {
  const proxy = `export PROXY_TOKEN=$(openssl rand -hex 32)
echo "Token of the proxy: $PROXY_TOKEN"
countersign proxy --profile ${profileOf(place.agent)} \\
  --upstream https://api.example \\
  --upstream-header-env Authorization=API_AUTHORIZATION \\
  --client-token-env PROXY_TOKEN --listen 127.0.0.1:8790`;
  const call = 'curl -i -H "X-Countersign-Token: $PROXY_TOKEN" http://127.0.0.1:8790/a-path-of-your-api';
  return [
    installStep(place, commandLine),
    enrollStep(place),
    {
      title: "Start the proxy",
      words:
        "As a user whose files and variables the agent can't read. The API's credential stays with the proxy. Paste the value of its `Authorization` header, such as `Bearer` and a token. Replace `https://api.example` with your API.",
      blocks: [
        pasteInto("API_AUTHORIZATION", "the API's credential"),
        { label: "Run where the proxy runs", text: proxy },
      ],
      proof: "call",
    },
    callStep(
      `In the terminal of the agent, paste the token that the proxy's terminal shows. Then call the proxy instead of the API, with a path that only reads. If you use \`--map\`, register the proxy first: otherwise its calls don't appear here.`,
      [pasteInto("PROXY_TOKEN", "the token"), { label: "Call through the proxy", text: call }],
    ),
  ];
}

export function gatewaySteps(place: Place): Step[] {
  const { origin } = place;
  return [
    tokenStep(place, { of: "the gateway", proof: "call" }),
    {
      title: "Point the gateway here",
      words: "It has to refuse the call if it gets no answer. The guide has the settings of each gateway.",
      blocks: [
        { label: "nginx, Caddy or Traefik", text: `${origin}/hooks/forward-auth` },
        { label: "Envoy", text: `${origin}/hooks/ext-authz` },
        { label: "AuthZEN", text: `${origin}/access/v1/evaluation` },
      ],
      proof: "call",
    },
    callStep("Send a call through the gateway."),
  ];
}

export function ciSteps(place: Place): Step[] {
  return [
    installStep(place, { ...commandLine, words: "In the job." }),
    { title: "Get a key in the job", ...exchange(place), proof: "key" },
    callStep("Ask in the job. Perform the action after its grant is redeemed.", [
      { label: "Run in the job", text: askCommand(place.agent, "--file agent.json") },
    ]),
  ];
}

/** How the platform of the token's issuer gives the job its token (docs/guides/workloads.md). */
function exchange({ origin, agent, given }: Place): Pick<Step, "words" | "blocks"> {
  const { issuer, audience } = given.kind === "workload" ? given : { issuer: "", audience: "" };
  const enroll = `countersign enroll --url ${origin} --agent ${agent.id} --file agent.json --replace`;
  const run = (option = "") => ({ label: "Run in the job to get a key", text: `${enroll}${option}` });
  if (issuer === "https://token.actions.githubusercontent.com") {
    const text = "permissions:\n  contents: read\n  id-token: write";
    return {
      words: "In GitHub Actions. The key is created in the job.",
      blocks: [
        { label: "Permissions of the job", text },
        run(` \\\n  --workload-audience ${shellWord(audience)}`),
      ],
    };
  }
  if (URL.canParse(issuer) && /(^|\.)gitlab\./.test(new URL(issuer).hostname)) {
    const text = `id_tokens:\n  COUNTERSIGN_WORKLOAD_TOKEN:\n    aud: ${JSON.stringify(audience)}`;
    return {
      words: "In GitLab CI. The key is created in the job.",
      blocks: [{ label: "Token of the job", text }, run()],
    };
  }
  return {
    words:
      "Get a token of your issuer with this audience, and save it as `token.jwt`. The guide has Kubernetes. The key is created in the job.",
    blocks: [{ label: "Audience of the token", text: audience }, run(" \\\n  --workload-token token.jwt")],
  };
}

/** An admin may have typed an audience that a shell would change. */
function shellWord(text: string): string {
  return /^[\w.:/@-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

import { askCommand, profileOf } from "../commands.ts";
import { mcpSettings, settingsText } from "../hook-settings.ts";
import { callStep, enrollStep, installStep, tokenStep } from "./shared-steps.ts";
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
    callStep("Ask the model to use a tool of the server."),
  ];
}

export function httpSteps(place: Place): Step[] {
  const proxy = `export API_AUTHORIZATION="Bearer of-the-api"
export PROXY_TOKEN=$(openssl rand -hex 32)
countersign proxy --profile ${profileOf(place.agent)} --upstream https://api.example \\
  --upstream-header-env Authorization=API_AUTHORIZATION \\
  --client-token-env PROXY_TOKEN --listen 127.0.0.1:8790`;
  const call = 'curl -i -X DELETE -H "X-Countersign-Token: $PROXY_TOKEN" http://127.0.0.1:8790/items/8';
  return [
    installStep(place, commandLine),
    enrollStep(place),
    {
      title: "Start the proxy",
      words:
        "As a user whose files and variables the agent can't read. The API's credential stays with the proxy. Replace `https://api.example` with your API.",
      blocks: [{ label: "Run where the proxy runs", text: proxy }],
      proof: "call",
    },
    callStep("Call the proxy instead of the API, with the proxy's token.", [
      { label: "Call through the proxy", text: call },
    ]),
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
  const { origin, agent } = place;
  const enroll = `countersign enroll --url ${origin} --agent ${agent.id} --file agent.json --replace \\
  --workload-audience ${origin}/agents/${agent.id}`;
  return [
    installStep(place, { ...commandLine, words: "In the job." }),
    {
      title: "Get a key in the job",
      words: "In GitHub Actions. The guide has GitLab CI and Kubernetes. The key is created in the job.",
      blocks: [
        { label: "Permissions of the job", text: "permissions:\n  contents: read\n  id-token: write" },
        { label: "Run in the job", text: enroll },
      ],
      proof: "key",
    },
    callStep("Ask in the job. Perform the action after its grant is redeemed.", [
      { label: "Run in the job", text: askCommand(agent, "--file agent.json") },
    ]),
  ];
}

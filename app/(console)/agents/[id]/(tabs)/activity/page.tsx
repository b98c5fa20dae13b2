import { type AgentParams, loadAgent, titleOf } from "../../load-agent.ts";
import { AgentHistory } from "./agent-history.tsx";

export const generateMetadata = titleOf("Activity");

export default async function AgentActivityPage({ params }: AgentParams) {
  const { agent, viewer } = await loadAgent((await params).id);
  return <AgentHistory agent={agent} viewer={viewer} />;
}

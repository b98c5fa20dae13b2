import { notFound } from "next/navigation";
import { type AgentParams, loadAgent, titleOf } from "../../load-agent.ts";
import { PermissionsTable } from "./permissions-table.tsx";

export const generateMetadata = titleOf("Permissions");

export default async function AgentPermissionsPage({ params }: AgentParams) {
  const { agent, viewer } = await loadAgent((await params).id);
  if (agent.isTest) notFound();
  return <PermissionsTable agent={agent} viewer={viewer} />;
}

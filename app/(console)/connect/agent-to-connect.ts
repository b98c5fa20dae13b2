import { notFound } from "next/navigation";
import { loadAgent } from "../agents/[id]/load-agent.ts";

/** The agent of an address, if the viewer may give it keys. Others get the page for missing ones. */
export async function findAgentToConnect(id: string) {
  const { agent, isAdmin, now } = await loadAgent(id);
  if (agent.isTest || agent.status === "revoked" || !agent.canManage) notFound();
  return { agent, isAdmin, now };
}

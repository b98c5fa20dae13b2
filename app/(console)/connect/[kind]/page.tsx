import { notFound } from "next/navigation";
import { runtime } from "#app/runtime/runtime";
import { approverChoices } from "#app/web/forms/person-options";
import { pageTitle, requireViewer } from "#app/web/open-page";
import { singleValues } from "#app/web/query/search-params";
import { findKind } from "#components/agents/connect/kinds.ts";
import { FormPage } from "#components/ui/page-header";
import { findAgentToConnect } from "../agent-to-connect.ts";
import { ConnectAgent, ConnectNewAgent } from "../connect-form.tsx";

type Props = PageProps<"/connect/[kind]">;

export async function generateMetadata({ params }: Props) {
  return pageTitle(`Connect ${findKind((await params).kind)?.kind.title ?? ""}`);
}

export default async function ConnectKindPage({ params, searchParams }: Props) {
  const { id, kind } = findKind((await params).kind) ?? notFound();
  const { agent: agentId } = singleValues(await searchParams);
  const { title, credential, links, agentName } = kind;
  if (agentId) {
    const agent = await findAgentToConnect(agentId);
    if (credential === "workload" && !agent.isAdmin) notFound();
    const forAll = links.filter(({ href }) => agent.isAdmin || href.startsWith("/docs/"));
    return (
      <FormPage title={`Connect ${title}`} back={{ href: `/connect?agent=${agent.id}`, label: agent.name }}>
        <ConnectAgent
          {...{ id, credential, links: forAll }}
          agent={{ id: agent.id, name: agent.name }}
          audience={`${runtime().config.origin}/agents/${agent.id}`}
        />
      </FormPage>
    );
  }
  const viewer = await requireViewer("admin");
  const approvers = await approverChoices();
  const own = approvers.source ? `${viewer.name} (${viewer.email})` : viewer.personId;
  const chosen = viewer.roles.includes("approver") ? own : approvers.options[0]?.id;
  return (
    <FormPage title={`Connect ${title}`} back={{ href: "/connect", label: "What are you connecting?" }}>
      <ConnectNewAgent
        {...{ id, credential, links, agentName }}
        approvers={{ ...approvers, chosen }}
        viewerId={viewer.personId}
      />
    </FormPage>
  );
}

import { notFound } from "next/navigation";
import { runtime } from "#app/runtime/runtime";
import { approverChoices } from "#app/web/forms/person-options";
import { pageTitle, requireViewer } from "#app/web/open-page";
import { singleValues } from "#app/web/query/search-params";
import { findKind } from "#components/agents/connect/kinds.ts";
import { FormPage } from "#components/ui/page-header";
import { findAgentToConnect } from "../agent-to-connect.ts";
import { Connect } from "../connect-form.tsx";
import { earlierCredential } from "../earlier-credential.ts";

type Props = PageProps<"/connect/[kind]">;

export async function generateMetadata({ params }: Props) {
  return pageTitle(`Connect ${findKind((await params).kind)?.kind.title ?? ""}`);
}

export default async function ConnectKindPage({ params, searchParams }: Props) {
  const { id, kind } = findKind((await params).kind) ?? notFound();
  const { agent: agentId } = singleValues(await searchParams);
  const { title, credential, links, agentName } = kind;
  if (agentId) {
    const { agent, isAdmin, now } = await findAgentToConnect(agentId);
    if (credential === "workload" && !isAdmin) notFound();
    const forAll = links.filter(({ href }) => isAdmin || href.startsWith("/docs/"));
    const audience = `${runtime().config.origin}/agents/${agent.id}`;
    const earlier = earlierCredential(agent, { credential, now });
    return (
      <FormPage title={`Connect ${title}`} back={{ href: `/connect?agent=${agent.id}`, label: agent.name }}>
        <Connect
          {...{ id, credential, links: forAll }}
          agent={{ id: agent.id, name: agent.name, audience, earlier }}
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
      <Connect
        {...{ id, credential, links }}
        newAgent={{ name: agentName, approvers: { ...approvers, chosen }, viewerId: viewer.personId }}
      />
    </FormPage>
  );
}

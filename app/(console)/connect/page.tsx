import { pageTitle, requireViewer } from "#app/web/open-page";
import { singleValues } from "#app/web/query/search-params";
import { kindGroups, kinds } from "#components/agents/connect/kinds.ts";
import { Card, CardHead, RowLink, RowList } from "#components/ui/card";
import { Icon } from "#components/ui/icon";
import { Page } from "#components/ui/page-header";
import { findAgentToConnect } from "./agent-to-connect.ts";

export const metadata = pageTitle("What are you connecting?");

/** The first step of a new agent, or of one more client of an agent (`?agent=`). */
export default async function ConnectPage(props: PageProps<"/connect">) {
  const { agent: agentId } = singleValues(await props.searchParams);
  const found = agentId ? await findAgentToConnect(agentId) : undefined;
  if (!found) await requireViewer("admin");
  const { agent, isAdmin } = found ?? { isAdmin: true };
  return (
    <Page
      title="What are you connecting?"
      back={
        agent ? { href: `/agents/${agent.id}/keys`, label: agent.name } : { href: "/agents", label: "Agents" }
      }
      description={
        agent
          ? "Each gets its own key or token."
          : "An agent asks before it acts. Its owner approves anything policy doesn't auto-approve."
      }
    >
      <div className="grid items-start gap-4 lg:grid-cols-3">
        {kindGroups.map(({ title, ids }) => (
          <Card key={title} aria-label={title}>
            <CardHead title={title} />
            <RowList className="first:border-t">
              {ids
                // An admin alone lets workloads act as an agent.
                .filter((id) => isAdmin || kinds[id].credential !== "workload")
                .map((id) => (
                  <RowLink
                    key={id}
                    href={agent ? `/connect/${id}?agent=${agent.id}` : `/connect/${id}`}
                    className="grid grid-cols-[auto_minmax(0,1fr)_auto] items-center gap-x-3"
                  >
                    <Icon name={kinds[id].icon} className="size-5 text-muted-foreground" />
                    <span className="grid">
                      <span className="font-medium">{kinds[id].title}</span>
                      <span className="text-[0.8125rem] text-muted-foreground">{kinds[id].hint}</span>
                    </span>
                    <Icon name="chevron-right" className="text-muted-foreground" />
                  </RowLink>
                ))}
            </RowList>
          </Card>
        ))}
      </div>
    </Page>
  );
}

import { runtime } from "#app/runtime/runtime";
import { pageTitle, requireViewer } from "#app/web/open-page";
import { PeopleTabs } from "#components/people/people-tabs";
import { grouped } from "#components/text/plural.ts";
import { Badge } from "#components/ui/badge";
import { LinkButton } from "#components/ui/button";
import { Card, RowLink, RowList } from "#components/ui/card";
import { EmptyState } from "#components/ui/empty-state";
import { Icon } from "#components/ui/icon";
import { PageHeader } from "#components/ui/page-header";
import { type GroupView, listGroupViews } from "#lib/membership/groups/find-group";

export const metadata = pageTitle("Groups");

export default async function GroupsPage() {
  const viewer = await requireViewer("admin", "auditor");
  const groups = await listGroupViews(runtime().db, { viewer });
  return (
    <>
      <PageHeader title="Groups" description="Approvers that policy rules can require together.">
        {viewer.roles.includes("admin") ? (
          <LinkButton href="/people/groups/new">
            <Icon name="plus" />
            New group
          </LinkButton>
        ) : null}
      </PageHeader>
      <PeopleTabs />
      <Card aria-label="Groups">
        {groups.length > 0 ? (
          <RowList>
            {groups.map((group) => (
              <GroupRow key={group.id} group={group} />
            ))}
          </RowList>
        ) : (
          <EmptyState
            icon="users"
            title="No groups yet"
            description="Create a group, for example Finance. Rules can then require two approvals from it, or the owner plus one member."
          />
        )}
      </Card>
    </>
  );
}

function GroupRow({ group }: { group: GroupView }) {
  const active = group.members.filter(({ isActive }) => isActive);
  return (
    <RowLink
      href={`/people/groups/${group.id}`}
      className="grid gap-x-4 gap-y-0.5 sm:grid-cols-[minmax(0,2fr)_minmax(0,5fr)] sm:items-center"
    >
      <span className="flex flex-wrap items-center gap-2 font-medium">
        <span className="min-w-0 [overflow-wrap:anywhere]">{group.name}</span>
        {group.isManaged ? <Badge>Managed by SCIM</Badge> : null}
      </span>
      <span className="text-muted-foreground [overflow-wrap:anywhere]">
        {active.length === 0 ? "No active approvers" : namesOf(active)}
      </span>
    </RowLink>
  );
}

const mostNamed = 20;

function namesOf(members: { name: string }[]): string {
  const named = members.slice(0, mostNamed).map(({ name }) => name);
  const more = members.length - named.length;
  return [...named, ...(more > 0 ? [`and ${grouped(more)} more`] : [])].join(", ");
}

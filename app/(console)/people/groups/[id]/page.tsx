import { cache } from "react";
import { runtime } from "#app/runtime/runtime";
import { approverChoices, withChosen } from "#app/web/forms/person-options";
import { orNotFound, requireViewer, titledBy } from "#app/web/open-page";
import { grouped } from "#components/text/plural.ts";
import { Badge } from "#components/ui/badge";
import { BulletList } from "#components/ui/bullet-list";
import { Card, CardContent, CardDescription, CardHeader, CardTitle, ContentCard } from "#components/ui/card";
import { Page } from "#components/ui/page-header";
import { findGroup, type GroupMember } from "#lib/membership/groups/find-group";
import { ProposedChanges } from "../../../proposed-changes.tsx";
import { DeleteGroup, MembersForm, RenameForm } from "./group-forms.tsx";

const load = cache(async (id: string) => {
  const viewer = await requireViewer("admin", "auditor");
  return { viewer, group: await orNotFound(findGroup(runtime().db, { viewer, groupId: id })) };
});

const titleOf = titledBy(async (id) => (await load(id)).group.name);
export const generateMetadata = titleOf("Groups");

export default async function GroupPage({ params }: PageProps<"/people/groups/[id]">) {
  const { viewer, group } = await load((await params).id);
  const mayChange = viewer.roles.includes("admin") && !group.isManaged;
  const people = withChosen(group.members, await approverChoices());
  const isNeeded = group.rules.length + group.waiting > 0;
  return (
    <Page
      title={group.name}
      back={{ href: "/people/groups", label: "Groups" }}
      badges={group.isManaged ? <Badge>Managed by SCIM</Badge> : null}
      description={group.isManaged ? "Membership is managed in your directory." : undefined}
    >
      <ProposedChanges viewer={viewer} about={group.id} now={runtime().clock()} />
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <Card>
          <CardHeader>
            <div>
              <CardTitle>{mayChange ? "Membership" : "Members"}</CardTitle>
              <CardDescription>
                Changes take effect immediately. Removed members can't decide, and their approvals on pending
                requests stop counting.
              </CardDescription>
            </div>
          </CardHeader>
          <CardContent>
            {mayChange ? (
              <MembersForm
                groupId={group.id}
                people={people}
                chosen={group.members.map((member) => member.id)}
              />
            ) : (
              <MemberNames members={group.members} />
            )}
          </CardContent>
        </Card>
        <div className="grid gap-4">
          <Needs rules={group.rules} waiting={group.waiting} />
          {mayChange ? (
            <ContentCard title="Manage group" layout="grid gap-4">
              <RenameForm groupId={group.id} name={group.name} />
              {isNeeded ? null : <DeleteGroup groupId={group.id} name={group.name} />}
            </ContentCard>
          ) : null}
        </div>
      </div>
    </Page>
  );
}

const mostNamed = 100;

function MemberNames({ members }: { members: GroupMember[] }) {
  const more = members.length - mostNamed;
  return (
    <>
      <ul className="grid gap-1">
        {members.slice(0, mostNamed).map((member) => (
          <li key={member.id}>{member.name}</li>
        ))}
      </ul>
      {more > 0 ? <p className="mt-2 text-muted-foreground">{grouped(more)} more</p> : null}
    </>
  );
}

/** The rules and pending requests with this group, which prevent a deletion. */
function Needs({ rules, waiting }: { rules: string[]; waiting: number }) {
  return (
    <ContentCard title="Used by" layout="grid gap-2">
      {rules.length > 0 ? (
        <BulletList items={rules} className="grid list-disc gap-1 pl-5" wraps />
      ) : (
        <p className="text-muted-foreground">No rule in the live policy or the draft uses this group.</p>
      )}
      {waiting > 0 ? (
        <p>
          {waiting === 1
            ? "1 pending request needs this group."
            : `${waiting} pending requests need this group.`}
        </p>
      ) : null}
    </ContentCard>
  );
}

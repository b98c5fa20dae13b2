import type { Metadata } from "next";
import { found } from "#app/found";
import { runtime } from "#app/runtime";
import { requireViewer } from "#app/viewer";
import { Badge } from "#components/ui/badge";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "#components/ui/card";
import { PageHeader } from "#components/ui/page-header";
import { findGroup } from "#lib/directory/find-group";
import { listApprovers } from "#lib/directory/list-people";
import { DeleteGroup, MembersForm, RenameForm } from "./group-forms.tsx";
import { Needs } from "./needs.tsx";

export const metadata: Metadata = { title: "Group" };

export default async function GroupPage({ params }: { params: Promise<{ id: string }> }) {
  const viewer = await requireViewer("admin", "auditor");
  const { id } = await params;
  const { db } = runtime();
  const group = await found(findGroup(db, { viewer, groupId: id }));
  const mayChange = viewer.roles.includes("admin") && !group.isManaged;
  const approvers = await listApprovers(db);
  const known = new Set(approvers.map((person) => person.id));
  const idle = group.members.filter((member) => !known.has(member.id));
  const isNeeded = group.rules.length + group.waiting > 0;
  return (
    <>
      <PageHeader
        title={group.name}
        back={{ href: "/people/groups", label: "Groups" }}
        badges={group.isManaged ? <Badge>Managed by SCIM</Badge> : null}
        description={group.isManaged ? "Your directory says who is in it: change it there." : undefined}
      />
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <Card>
          <CardHeader>
            <div>
              <CardTitle>Members</CardTitle>
              <CardDescription>
                Changes hold at once: whoever goes no longer decides, and what they approved that still waits
                no longer counts.
              </CardDescription>
            </div>
          </CardHeader>
          <CardContent>
            {mayChange ? (
              <MembersForm
                group={{ id: group.id, name: group.name }}
                people={[
                  ...approvers,
                  ...idle.map((member) => ({ ...member, hint: "Cannot approve at the moment" })),
                ]}
                chosen={group.members.map((member) => member.id)}
              />
            ) : (
              <ul className="grid gap-1">
                {group.members.map((member) => (
                  <li key={member.id}>{member.name}</li>
                ))}
              </ul>
            )}
          </CardContent>
        </Card>
        <div className="grid gap-4">
          <Needs rules={group.rules} waiting={group.waiting} />
          {mayChange ? (
            <Card>
              <CardHeader>
                <CardTitle>Name</CardTitle>
              </CardHeader>
              <CardContent className="grid gap-4">
                <RenameForm groupId={group.id} name={group.name} />
                {isNeeded ? null : <DeleteGroup groupId={group.id} name={group.name} />}
              </CardContent>
            </Card>
          ) : null}
        </div>
      </div>
    </>
  );
}

import type { Metadata } from "next";
import { runtime } from "#app/runtime";
import { requireViewer } from "#app/viewer";
import { Alert } from "#components/ui/alert";
import { Badge } from "#components/ui/badge";
import { Card, CardContent, CardDescription, CardHeader, CardTitle } from "#components/ui/card";
import { listAdminIds } from "#lib/directory/list-admins";
import { findPublishingSetting } from "#lib/directory/publishing-setting";
import { ProposedChanges } from "../../proposed-changes.tsx";
import { SettingsHeader } from "../settings-header.tsx";
import { ProposeEnd, RequireTwo } from "./second-admin.tsx";

export const metadata: Metadata = { title: "Two admins" };

/** The changes that need two admins where the workspace requires two. */
const loosening = [
  "Publishing a version of the policy",
  "Changing labels that a rule names, unless the change is stricter",
  "Adding members to a group that a rule or a pending request names",
  "Adding backup approvers",
  "Naming a delegate for another person",
  "Registering a tool",
  "Giving someone the admin or approver role, inviting or reactivating someone who has it",
  "Creating a recovery link for an admin or approver",
];

export default async function PublishingPage() {
  const viewer = await requireViewer("admin");
  const { db, clock } = runtime();
  const [{ needsSecondAdmin }, admins] = await Promise.all([findPublishingSetting(db), listAdminIds(db)]);
  return (
    <>
      <SettingsHeader isAdmin />
      <div className="max-w-3xl">
        <ProposedChanges viewer={viewer} about={["workspace.single_admin"]} now={clock()} />
      </div>
      <Card className="max-w-3xl">
        <CardHeader>
          <CardTitle>Changes that loosen control</CardTitle>
          <Badge variant={needsSecondAdmin ? "success" : "default"}>
            {needsSecondAdmin ? "Two admins required" : "One admin required"}
          </Badge>
          <CardDescription>
            {needsSecondAdmin
              ? "One admin proposes, another confirms exactly that, each with a passkey. Making one admin enough again takes two as well."
              : "One admin with a passkey can make these changes alone. You can require that another admin confirms them."}
          </CardDescription>
        </CardHeader>
        <CardContent className="grid gap-4">
          <ul className="grid list-disc gap-1 pl-5">
            {loosening.map((change) => (
              <li key={change}>{change}</li>
            ))}
          </ul>
          <p className="text-muted-foreground">
            Tightening changes, such as removing a member, suspending a person or revoking a key, take one
            admin and happen right away.
          </p>
          {needsSecondAdmin && admins.length < 2 ? (
            <Alert variant="warning" title="One active admin left">
              Changes that loosen control aren't possible until there's a second admin. The operator of the
              server can end this requirement (operations guide, Two admins).
            </Alert>
          ) : null}
          <div className="flex flex-wrap gap-2">{needsSecondAdmin ? <ProposeEnd /> : <RequireTwo />}</div>
        </CardContent>
      </Card>
    </>
  );
}

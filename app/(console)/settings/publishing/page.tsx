import { act } from "#app/(console)/acts/act";
import { openPage, pageTitle } from "#app/web/open-page";
import { ConfirmedButton } from "#components/passkey/confirmed-button";
import { Alert } from "#components/ui/alert";
import { Badge } from "#components/ui/badge";
import { BulletList } from "#components/ui/bullet-list";
import { Card, CardContent, CardHead } from "#components/ui/card";
import { Page } from "#components/ui/page-header";
import { listAdminIds } from "#lib/people/admins";
import { findPublishingSetting } from "#lib/two-admins/publishing-setting";
import { ProposedChanges } from "../../proposed-changes.tsx";

export const metadata = pageTitle("Two-admin approval");

/** The changes that need two admins where the workspace requires two. */
const loosening = [
  "Publishing a policy version",
  "Loosening rules by changing an agent's labels",
  "Adding members to a group that a rule or a pending request names",
  "Adding backup approvers",
  "Adding a delegate for another person",
  "Registering a tool",
  "Sending email through another server or account",
  "Setting up or replacing a Slack bot, Slack webhook or Teams webhook",
  "Assigning the Admin or Approver role, or inviting or reactivating someone who has it",
  "Creating a recovery link for an admin or approver",
  "Changing the environment that approvers see",
];

export default async function PublishingPage() {
  const { viewer, db, now } = await openPage("admin");
  const [{ needsSecondAdmin }, admins] = await Promise.all([findPublishingSetting(db), listAdminIds(db)]);
  return (
    <Page title="Two-admin approval">
      <div className="max-w-3xl">
        <ProposedChanges viewer={viewer} about={["workspace.single_admin"]} now={now} />
      </div>
      <Card className="max-w-3xl">
        <CardHead
          title="Changes that loosen control"
          aside={
            <Badge variant={needsSecondAdmin ? "success" : "default"}>
              {needsSecondAdmin ? "Two admins required" : "One admin required"}
            </Badge>
          }
        >
          {needsSecondAdmin
            ? "One admin proposes a change and another confirms it, each with a passkey. Turning this off also requires two admins."
            : "Any admin can make these changes with a passkey. You can require a second admin to confirm them."}
        </CardHead>
        <CardContent className="grid gap-4">
          <BulletList items={loosening} className="grid list-disc gap-1 pl-5" />
          <p className="text-muted-foreground">
            Changes that tighten control, such as removing a member, suspending a person or revoking a key,
            need one admin and apply right away.
          </p>
          {needsSecondAdmin && admins.length < 2 ? (
            <Alert variant="warning" title="One active admin left">
              Changes that loosen control aren't possible until there's a second admin. The server operator
              can turn off this requirement (see Two-admin approval in the operations guide).
            </Alert>
          ) : null}
          <div className="flex flex-wrap gap-2">
            {needsSecondAdmin ? (
              <ConfirmedButton action={act("workspace/second-admin/propose-end")} fields={{}}>
                Turn off…
              </ConfirmedButton>
            ) : (
              <ConfirmedButton
                action={act("workspace/second-admin/require")}
                fields={{}}
                buttonProps={{ variant: "default" }}
              >
                Require two admins…
              </ConfirmedButton>
            )}
          </div>
        </CardContent>
      </Card>
    </Page>
  );
}

import { cache } from "react";
import { runtime } from "#app/runtime/runtime";
import { orNotFound, requireViewer, titledBy } from "#app/web/open-page";
import { type Role, rolesText } from "#components/people/role-names.ts";
import { JsonValue } from "#components/text/json-value";
import { Alert } from "#components/ui/alert";
import { LinkButton } from "#components/ui/button";
import { ContentCard } from "#components/ui/card";
import { Page } from "#components/ui/page-header";
import type { Json } from "#lib/json/canonical";
import { findTest, type TestView } from "#lib/provisioning/sso/connections/connection-test";
import { findConnectionView } from "#lib/provisioning/sso/connections/list-connections";
import type { RefusalReason } from "#lib/provisioning/sso/evaluate-sign-in";

const load = cache(async (connectionId: string) => {
  const viewer = await requireViewer("admin");
  return { viewer, connection: await orNotFound(findConnectionView(runtime().db, { viewer, connectionId })) };
});

const titleOf = titledBy(async (id) => (await load(id)).connection.name);
export const generateMetadata = titleOf("Test result");

export default async function ConnectionTestPage({
  params,
}: PageProps<"/settings/sso/[id]/tests/[attempt]">) {
  const { id: connectionId, attempt: attemptId } = await params;
  const { viewer, connection } = await load(connectionId);
  const { db } = runtime();
  const test = await orNotFound(findTest(db, { viewer, connectionId, attemptId }));
  const [title, ...sentences] = outcomeWords(test);
  const isGood = test.fate !== "failed" && test.fate !== "refused";
  return (
    <Page
      title="Test result"
      back={{ href: `/settings/sso/${connectionId}`, label: connection.name }}
      description="No one was signed in. Nothing was changed."
      layout="grid max-w-3xl gap-4"
    >
      <Alert variant={isGood ? "success" : "warning"} title={title}>
        {sentences.map((sentence) => (
          <p key={sentence}>{sentence}</p>
        ))}
      </Alert>
      {test.claims ? (
        <ContentCard
          title="Claims received"
          about="From the signed ID token, plus any extra claims from the userinfo endpoint."
        >
          <JsonValue value={test.claims as Json} />
        </ContentCard>
      ) : null}
      <LinkButton href={`/settings/sso/${connectionId}`} variant="outline" className="w-fit">
        Back to connection
      </LinkButton>
    </Page>
  );
}

const reasons: Record<RefusalReason, string> = {
  email_missing: "The provider didn't send an email address. Configure it to release the email claim.",
  email_unverified:
    "The provider didn't mark the email as verified. email_verified must be the boolean true. The text “true” isn't accepted.",
  domain_unlisted: "This email isn't in one of the connection's domains.",
  unknown_person: "No one here has this email. Invite them first, or turn on “Create people automatically”.",
  address_is_user_name:
    "Someone here has this as their userName in the directory but a different email. Fix it in your directory.",
  person_suspended: "This person is suspended.",
  person_left: "This person is deactivated.",
  linked_to_other_account:
    "This person is already linked to a different account at this provider. If that account is gone, unlink it on their page first.",
  address_unconfirmed:
    "Your directory changed this person's email and no admin has confirmed it. Confirm it on their page.",
  groups_unreadable:
    "Groups couldn't be read. The claim isn't text or a list of text, or there are too many groups for the token. Configure the provider to send only the groups mapped here.",
  no_role: "None of their groups map to a role.",
};

/** The outcome a real sign-in would have had, for the admin who tests. */
function outcomeWords({ fate, reason, roles, person }: TestView): [title: string, ...sentences: string[]] {
  const name = person?.name ?? "New person";
  const as = `${roles.length === 1 ? "Role" : "Roles"}: ${rolesText(roles)}`;
  const passkey = "They can look around. To approve, they need a passkey, set up from an admin's link.";
  const changes = changeOf(person?.roles, roles);
  switch (fate) {
    case "failed":
      return ["The test sign-in failed", reason ?? ""];
    case "refused":
      return [`${person?.name ?? "This account"} would be rejected`, reasons[reason as RefusalReason]];
    case "create":
      return ["A new person would be created and signed in", as, passkey];
    case "link":
      return [`${name} would be linked to this account and signed in`, as, ...changes];
    case "known":
      return [`${name} would be signed in`, as, ...changes];
  }
}

function changeOf(before: Role[] | undefined, after: Role[]): string[] {
  if (!before || (before.length === after.length && before.every((role) => after.includes(role)))) return [];
  return [`Their groups would change their roles. Today they have ${rolesText(before) || "no role"}.`];
}

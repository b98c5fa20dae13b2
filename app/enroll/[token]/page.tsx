import type { Metadata } from "next";
import { runtime } from "#app/runtime/runtime";
import { nextPath } from "#app/web/next-path";
import { pageTitle } from "#app/web/open-page";
import { AddOnPhone } from "#components/passkey/add-on-phone";
import { EntryShell } from "#components/shell/entry-shell";
import { Alert } from "#components/ui/alert";
import { LinkButton } from "#components/ui/button";
import { findEnrollment } from "#lib/passkeys/enrollment/find-enrollment";
import { findWorkspace } from "#lib/workspace/find-workspace";
import { Enroll } from "./enroll-form.tsx";
import { invitationWords } from "./invitation-words.ts";

export const metadata: Metadata = { ...pageTitle("Create your passkey"), referrer: "no-referrer" };

/** Opening the page changes nothing (invariant 15): the form's POST uses up the link. */
export default async function EnrollPage({ params, searchParams }: PageProps<"/enroll/[token]">) {
  const { token } = await params;
  const { next } = await searchParams;
  const target = nextPath(typeof next === "string" ? next : undefined);
  const { db, clock } = runtime();
  const enrollment = await findEnrollment(db, token, clock());
  if (!enrollment?.person || enrollment.purpose === "setup") return <Unusable />;
  const workspace = await findWorkspace(db);
  const recovering = enrollment.purpose === "recovery";
  return (
    <EntryShell
      title={recovering ? `Welcome back, ${enrollment.person.name}` : `Welcome, ${enrollment.person.name}`}
      description={
        recovering
          ? `An admin at ${workspace?.name ?? "Countersign"} created this link so you can set up a new passkey.`
          : invitationWords(workspace?.name ?? "Countersign", enrollment.person.roles)
      }
    >
      <Enroll token={token} target={target}>
        <AddOnPhone invitation={token} />
      </Enroll>
    </EntryShell>
  );
}

/** The same for an unknown, used, withdrawn and expired link: the visitor may be a stranger. */
function Unusable() {
  return (
    <EntryShell title="This link no longer works">
      <Alert variant="warning">
        It was used or revoked, has expired or is incomplete. Ask an admin for a new one. If someone else may
        have used it, tell them right away.
      </Alert>
      <LinkButton href="/signin" size="lg" variant="outline" className="w-fit">
        Go to sign-in
      </LinkButton>
    </EntryShell>
  );
}

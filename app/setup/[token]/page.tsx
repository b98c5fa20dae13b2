import type { Metadata } from "next";
import { runtime } from "#app/runtime/runtime";
import { pageTitle } from "#app/web/open-page";
import { EntryShell } from "#components/shell/entry-shell";
import { Alert } from "#components/ui/alert";
import { LinkButton } from "#components/ui/button";
import { findEnrollment } from "#lib/passkeys/enrollment/find-enrollment";
import { findWorkspace } from "#lib/workspace/find-workspace";
import { SetUp } from "./set-up.tsx";

export const metadata: Metadata = { ...pageTitle("Set up"), referrer: "no-referrer" };

/** The first person's way in. Looking changes nothing (invariant 15): the form's POST uses up the link. */
export default async function SetUpPage({ params }: PageProps<"/setup/[token]">) {
  const { token } = await params;
  const { db, clock } = runtime();
  if (await findWorkspace(db)) return <Finished />;
  const enrollment = await findEnrollment(db, token, clock());
  if (enrollment?.purpose !== "setup") return <Unusable />;
  return (
    <EntryShell title="Set up Countersign" description="You'll be the first admin. It takes about a minute.">
      <SetUp token={token} />
    </EntryShell>
  );
}

function Finished() {
  return (
    <EntryShell
      title="Setup is already complete"
      description="This workspace already has an admin. If you don't know who, contact the operator of this server right away."
    >
      <LinkButton href="/signin" size="lg" className="w-fit">
        Sign in
      </LinkButton>
    </EntryShell>
  );
}

function Unusable() {
  return (
    <EntryShell
      title="This setup link doesn't work"
      description="It's incomplete, expired or has been replaced by a newer one."
    >
      <Alert title="Get a new link">
        Check the terminal where Countersign is running for the latest setup link. If there isn't one, restart
        Countersign.
      </Alert>
    </EntryShell>
  );
}

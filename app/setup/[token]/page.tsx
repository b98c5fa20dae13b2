import type { Metadata } from "next";
import { runtime } from "#app/runtime";
import { EntryShell } from "#components/shell/entry-shell";
import { Alert } from "#components/ui/alert";
import { Button } from "#components/ui/button";
import { Link } from "#components/ui/link";
import { findEnrolment } from "#lib/directory/find-enrolment";
import { findWorkspace } from "#lib/directory/find-workspace";
import { SetUp } from "./set-up.tsx";

export const metadata: Metadata = { title: "Set up", referrer: "no-referrer" };

/** The first person's way in. Looking changes nothing (invariant 15): the link is used up by the form's POST. */
export default async function SetUpPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const { db, clock } = runtime();
  if (await findWorkspace(db)) return <Finished />;
  const enrolment = await findEnrolment(db, token, clock());
  if (enrolment?.purpose !== "setup") return <Unusable />;
  return (
    <EntryShell
      title="Set up Countersign"
      description="You become the first administrator. It takes a minute: two names, and a passkey instead of a password."
    >
      <SetUp token={token} />
    </EntryShell>
  );
}

function Finished() {
  return (
    <EntryShell
      title="Set-up is finished"
      description="This workspace has its first administrator, and set-up cannot be run twice. If that was not you or somebody you know, tell whoever runs this server at once."
    >
      <Button asChild size="lg" className="w-fit">
        <Link href="/signin">Sign in</Link>
      </Button>
    </EntryShell>
  );
}

function Unusable() {
  return (
    <EntryShell
      title="This set-up link does not work"
      description="It is incomplete, too old, or was replaced by a newer one."
    >
      <Alert title="Get a fresh link">
        Look at the terminal in which Countersign runs and open the newest set-up link, complete to its last
        character. If there is none, restart Countersign and it prints a new one.
      </Alert>
    </EntryShell>
  );
}

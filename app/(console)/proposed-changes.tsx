import { runtime } from "#app/runtime/runtime";
import { Alert } from "#components/ui/alert";
import { TextLink } from "#components/ui/link";
import { listOpenProposals, listProposalsAbout } from "#lib/proposals/find-proposals";
import type { ProposedAct } from "#lib/proposals/proposed-change";
import type { Viewer } from "#lib/sessions/session";
import { changeWords } from "./settings/changes/change-words.ts";

/** For admins, on the page of an object or of a kind of objects: changes wait for a second admin. */
export async function ProposedChanges(props: { viewer: Viewer; about: string | ProposedAct[]; now: Date }) {
  const { viewer, about, now } = props;
  if (!viewer.roles.includes("admin")) return null;
  const { db } = runtime();
  const found =
    typeof about === "string"
      ? await listProposalsAbout(db, { viewer, objectId: about, now })
      : (await listOpenProposals(db, { viewer, now })).filter(({ change }) => about.includes(change.act));
  if (found.length === 0) return null;
  const words = await changeWords(
    viewer,
    found.map(({ change }) => change),
  );
  return (
    <Alert title="Another admin must confirm a proposed change" className="mb-4">
      {words.map(({ title }) => title).join(" · ")}{" "}
      <TextLink href="/settings/changes">View proposed changes</TextLink>
    </Alert>
  );
}

import { loadPerson, type PersonParams, titleOf } from "../../load-person.ts";
import { PersonPasskeys } from "./person-passkeys.tsx";
import { SsoLinks } from "./sso-links.tsx";

export const generateMetadata = titleOf("Passkeys");

/** How the person signs in. */
export default async function PersonPasskeysPage({ params }: PersonParams) {
  const { person, viewer, now } = await loadPerson((await params).id);
  return (
    <div className="grid max-w-3xl gap-4">
      <PersonPasskeys personId={person.id} passkeys={person.passkeys} viewer={viewer} now={now} />
      <SsoLinks viewer={viewer} person={person} />
    </div>
  );
}

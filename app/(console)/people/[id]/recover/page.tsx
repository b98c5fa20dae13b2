import { notFound } from "next/navigation";
import { requireViewer } from "#app/web/open-page";
import { ContentCard } from "#components/ui/card";
import { FormPage } from "#components/ui/page-header";
import { OpenLink } from "../(tabs)/invitation-card.tsx";
import { NewRecovery } from "../link-forms.tsx";
import { loadPerson, type PersonParams, titleOf } from "../load-person.ts";

export const generateMetadata = titleOf("Recover access");

/** For admins. */
export default async function RecoverPage({ params }: PersonParams) {
  await requireViewer("admin");
  const { person, viewer } = await loadPerson((await params).id);
  if (person.status !== "active") notFound();
  return (
    <FormPage
      title={
        person.passkeyCount === 0
          ? `Set up a passkey for ${person.name}`
          : `Recover access for ${person.name}`
      }
      back={{ href: `/people/${person.id}`, label: person.name }}
      description="Creates a one-time link they can use to add a new passkey. Verify their identity first."
      isNarrow
    >
      <ContentCard layout="grid gap-4 pt-4 sm:pt-5">
        {person.openLink ? <OpenLink link={person.openLink} /> : null}
        <NewRecovery personId={person.id} name={person.name} isViewer={person.id === viewer.personId} />
      </ContentCard>
    </FormPage>
  );
}

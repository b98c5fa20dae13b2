import type { Metadata } from "next";
import { runtime } from "#app/runtime/runtime";
import { pageTitle } from "#app/web/open-page";
import { PersonStatus } from "#components/badges/status-badges";
import { counted } from "#components/text/plural.ts";
import { Alert } from "#components/ui/alert";
import { BulletList } from "#components/ui/bullet-list";
import { ContentCard } from "#components/ui/card";
import { TextLink } from "#components/ui/link";
import { Page } from "#components/ui/page-header";
import { type Foresight, foreseeOffboarding } from "#lib/membership/offboarding/foresee-offboarding";
import { listOffersFrom } from "#lib/ownership/offers/list-offers";
import type { Viewer } from "#lib/sessions/session";
import { consequences } from "../consequences.ts";
import { loadPerson, type PersonParams } from "../load-person.ts";
import { AgentsThatStop, GroupsTheyAreIn, LastingCredentials } from "./foreseen-effects.tsx";
import { LastSteps } from "./last-steps.tsx";

export async function generateMetadata({ params }: PersonParams): Promise<Metadata> {
  const { person, isAdmin } = await loadPerson((await params).id);
  return pageTitle(isAdmin ? "Offboard" : "Offboarding preview", person.name);
}

/** The effects, the new owners, and the confirmation. Opening changes nothing. Auditors see the preview. */
export default async function OffboardPage({ params }: PersonParams) {
  const { person, viewer, now, isAdmin } = await loadPerson((await params).id);
  const { db } = runtime();
  const foresight = await foreseeOffboarding(db, { actor: viewer, personId: person.id, now });
  const isPreview = !isAdmin || person.status === "left";
  return (
    <Page
      title={
        person.status === "left"
          ? `${person.name} is deactivated`
          : isPreview
            ? `If ${person.name} left today`
            : `Offboard ${person.name}`
      }
      back={{ href: `/people/${person.id}`, label: person.name }}
      badges={person.status === "active" ? undefined : <PersonStatus status={person.status} />}
      description={
        person.status === "left"
          ? undefined
          : isPreview
            ? "Preview only. Nothing changes."
            : "Nothing changes until you confirm."
      }
    >
      {person.status === "left" ? (
        <Offboarded viewer={viewer} personId={person.id} now={now} />
      ) : (
        <div
          className={
            foresight.groups.length + foresight.lastingCredentials.length > 0
              ? "grid items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]"
              : "max-w-3xl"
          }
        >
          <div className="grid gap-4">
            <Preview foresight={foresight} status={person.status} isPreview={isPreview} />
            {isPreview ? (
              <AgentsThatStop foresight={foresight} />
            ) : (
              <LastSteps person={person} viewer={viewer} foresight={foresight} now={now} />
            )}
          </div>
          <div className="grid gap-4">
            <GroupsTheyAreIn groups={foresight.groups} />
            <LastingCredentials credentials={foresight.lastingCredentials} isAdmin={isAdmin} />
          </div>
        </div>
      )}
    </Page>
  );
}

function Preview(props: {
  foresight: Foresight;
  status: "invited" | "active" | "suspended";
  isPreview: boolean;
}) {
  return (
    <ContentCard title={props.isPreview ? "What would happen" : "1. Preview"}>
      <BulletList items={consequences(props.foresight, "leave", props.status)} />
    </ContentCard>
  );
}

async function Offboarded(props: { viewer: Viewer; personId: string; now: Date }) {
  const offers = await listOffersFrom(runtime().db, props);
  const people = new Map(offers.map(({ to }) => [to.id, to]));
  return (
    <Alert variant="info" title="They have no access">
      <ul>
        {[...people.values()].map(({ id, name }) => (
          <li key={id}>
            Offered to {name}: {counted(offers.filter(({ to }) => to.id === id).length, "agent")}.
          </li>
        ))}
      </ul>
      {offers.length > 0
        ? "They work again once the new owner accepts. Any other agent needs a new owner. "
        : "Their agents are quarantined and need new owners. "}
      <TextLink href="/agents?status=quarantined">View quarantined agents</TextLink>
    </Alert>
  );
}

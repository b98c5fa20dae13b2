import { runtime } from "#app/runtime/runtime";
import { counted } from "#components/text/plural.ts";
import { Alert } from "#components/ui/alert";
import { TextLink } from "#components/ui/link";
import { listOffersFrom } from "#lib/ownership/offers/list-offers";
import type { Viewer } from "#lib/sessions/session";

/** The new owners with offers of a deactivated person's agents. */
export async function Offboarded(props: { viewer: Viewer; personId: string; now: Date }) {
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

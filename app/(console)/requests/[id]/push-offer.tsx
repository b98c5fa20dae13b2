import { runtime } from "#app/runtime/runtime";
import { OfferCardLater } from "#components/push/offer-card-later";
import { listSubscriptions } from "#lib/notifications/web-push/list-subscriptions";
import type { RequestView } from "#lib/requests/request-view";

/** Offers notifications to a viewer without a device, after an approval. */
export async function PushOffer({ view, viewerId }: { view: RequestView; viewerId: string }) {
  const approved = view.decisions.some(
    ({ decision, person }) => decision === "approve" && person.id === viewerId,
  );
  if (!approved) return null;
  const devices = await listSubscriptions(runtime().db, viewerId);
  return devices.length === 0 ? <OfferCardLater /> : null;
}

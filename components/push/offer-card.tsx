import { useSyncExternalStore } from "react";
import { Button, LinkButton } from "#components/ui/button";
import { Card, CardContent, CardHead } from "#components/ui/card";

const dismissedKey = "countersign.push-offer-dismissed";
const changed = new Set<() => void>();

/** Leads to the page to turn notifications on, until the person declines in this browser. */
export function OfferCard() {
  const isOpen = useSyncExternalStore(subscribe, isOffered, () => false);
  if (!isOpen) return null;
  return (
    <Card>
      <CardHead title="Get notified">Get a notification when a request needs your approval.</CardHead>
      <CardContent className="flex flex-wrap gap-2">
        <LinkButton href="/settings/notifications" variant="outline" size="sm">
          Set up notifications
        </LinkButton>
        <Button variant="ghost" size="sm" onClick={dismiss}>
          Not now
        </Button>
      </CardContent>
    </Card>
  );
}

function isOffered(): boolean {
  if (!("PushManager" in window && "Notification" in window)) return false;
  if (Notification.permission !== "default") return false;
  try {
    return localStorage.getItem(dismissedKey) === null;
  } catch {
    // Without storage, the answer would be forgotten and the question asked again.
    return false;
  }
}

function dismiss(): void {
  localStorage.setItem(dismissedKey, "yes");
  for (const each of changed) each();
}

function subscribe(onChange: () => void): () => void {
  changed.add(onChange);
  return () => changed.delete(onChange);
}

"use client";

import { Button } from "#components/ui/button";
import { CopyButton } from "#components/ui/copy-button";
import { Icon } from "#components/ui/icon";
import { useIsReady } from "#components/ui/use-browser-state.ts";

/** Shares a page's address, without a title, which would tell other apps of the request. */
export function ShareLink({ path }: { path: string }) {
  const isReady = useIsReady();
  if (!isReady) return null;
  const url = new URL(path, window.location.origin).href;
  // On a phone the icon alone leaves room for the way to the requests.
  const look = { variant: "ghost", size: "sm", className: "max-sm:[&>span]:sr-only" } as const;
  // Desktop browsers have a share sheet too, where a copied link is more useful.
  const canShare = "share" in navigator && matchMedia("(pointer: coarse)").matches;
  if (!canShare) return <CopyButton text={url} label="Copy link" {...look} />;
  return (
    <Button {...look} onClick={() => void navigator.share({ url }).catch(() => undefined)}>
      <Icon name="share" />
      <span>Share link</span>
    </Button>
  );
}

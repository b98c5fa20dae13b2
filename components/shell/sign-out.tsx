"use client";

import { useState } from "react";
import { Announcement } from "#components/ui/announcement";
import { Button } from "#components/ui/button";
import { Icon } from "#components/ui/icon";

const failed = "Sign-out failed. Try again";

/** Leaves by a full page load, so that nothing of the session stays in memory or the tab's storage. */
export function SignOut({ className }: { className?: string }) {
  const [state, setState] = useState<"idle" | "busy" | "failed">("idle");
  async function signOut() {
    setState("busy");
    const response = await fetch("/api/session", { method: "DELETE" }).catch(() => undefined);
    if (!response?.ok && response?.status !== 401) return setState("failed");
    window.location.assign("/signin");
    // Last, because a browser may refuse storage.
    sessionStorage.clear();
  }
  return (
    <>
      <Button
        variant="ghost"
        size="sm"
        className={className}
        disabled={state === "busy"}
        onClick={signOut}
        data-leaves-page
      >
        <Icon name="log-out" />
        {state === "failed" ? failed : "Sign out"}
      </Button>
      <Announcement text={state === "failed" ? failed : ""} />
    </>
  );
}

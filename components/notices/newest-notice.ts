import { call } from "#components/api/call.ts";
import { LiveValue } from "#components/live/live-value.ts";

let current: { personId: string; newest: LiveValue<string | null> } | undefined;

/** The ID of the viewer's newest unseen notice, shared by all components of the tab. */
export function newestNotice(personId: string): LiveValue<string | null> {
  if (current?.personId !== personId)
    current = { personId, newest: new LiveValue(`person/${personId}`, readNewest) };
  return current.newest;
}

/** Whether a notice came after the newest one that the list has shown. IDs sort by time. */
export function isNewer(newest: string | null | undefined, seen: string | null): boolean {
  return (newest ?? "") > (seen ?? "");
}

/** The newest notice that the list has shown, with the one that it shows first now: that may be older. */
export function newestSeen(seen: string | null, shown: string | null): string | null {
  return isNewer(shown, seen) ? shown : seen;
}

async function readNewest(): Promise<string | null> {
  const { newest } = await call<{ newest: string | null }>("GET", "/api/notices");
  return newest;
}

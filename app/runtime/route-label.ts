// Every literal part of our URLs. Any other part is an ID, a token or invented by a stranger, and
// becomes `:id`, so that logs never contain tokens and the number of metric series stays bounded.
const words = new Set(
  `.well-known Groups ResourceTypes Schemas ServiceProviderConfig Users acceptances access actions activity
   agents api approvals approvers attestations audit audit.csv audit.jsonl authzen-configuration
   backchannel-logout boundaries break-glass break-glass-statements callback cedar challenges changes
   channels chat check claude-code codex compare comparisons confirmations connect contact count coverage
   SHA256SUMS cursor decisions delegations denials docs downloads draft edits enroll enrollments environment evaluation evaluations events evidence evidence.json evidence.sql
   execution ext-authz failed file forward-auth freeze grants groups health hooks impact import index.json invite jwks.json key keys live livez llms.txt
   mail manifest.webmanifest mapping metrics mine monitor new next notices notifications offboard offers offline open opened openapi.json
   of options orphaned owners ownership passkeys people permissions phone phone-links policy preview provisioning publishing push queue readyz receipts recover
   redemptions refused replays requests review rules scim search session sessions settings setup signals
   signin ssf sso standing standing-approvals subscriptions suggestions sw.js terminal test tests thresholds together tokens toolhive tools transfer try types unexpected
   v1 v2 verify version versions waits web-push webhooks workload-keys`.split(/\s+/),
);

const maximumDepth = 8;

/** Whether a build may cache the URL forever: a plain path, which Next can't read as a page's address. */
export function isAsset(url: string): boolean {
  return /^\/_next\/static(?:\/[\w~-][\w.~-]*)+(?:\?|$)/.test(url);
}

/** The route of a URL as logs and metrics name it: `/api/v1/requests/:id`. */
export function routeLabel(url: string): string {
  const path = url.split("?", 1)[0] ?? "/";
  if (path === "/") return "/";
  if (isAsset(path)) return "/_next";
  const parts = path.split("/").slice(1, maximumDepth + 1);
  return parts.map((part) => `/${words.has(part) ? part : ":id"}`).join("");
}

/** Whether a page needs no database. Documents say what to do while it is unavailable. */
export function isReadFromMemory(url: string): boolean {
  return /^\/(?:docs|downloads)(?:[/?]|$)/.test(url);
}

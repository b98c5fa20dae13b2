// Every literal part of our addresses. Anything else is an id, a token or a stranger's invention, and becomes `:id`, so that logs
// never hold tokens and the number of metric series stays bounded.
const words = new Set(
  `api v1 .well-known jwks.json metrics health openapi.json docs agents requests grants redemptions approvals denials
   enrolments options setup session sessions passkeys audit export queue events people policy policies rules drafts publications
   catalogue receipts receipt settings signin enroll new keys codes tools stream challenges statement owner backups quarantine
   revocation rotation signing-keys sample edit history replays actions types review versions version comparisons draft file
   import tokens scim v2 Users Groups ServiceProviderConfig ResourceTypes Schemas provisioning ssf signals`.split(
    /\s+/,
  ),
);

const maximumDepth = 8;

/** The route of a URL as logs and metrics name it: `/api/v1/requests/:id`. */
export function routeLabel(url: string): string {
  const path = url.split("?", 1)[0] ?? "/";
  if (path === "/") return "/";
  if (path.startsWith("/_next/")) return "/_next";
  const parts = path.split("/").slice(1, maximumDepth + 1);
  return parts.map((part) => `/${words.has(part) ? part : ":id"}`).join("");
}

import type { ConnectionSettings } from "./connection-fields.ts";

/** What the audit log keeps of a connection's settings: all that decides who comes in and as what, never the secret. */
export function settingsFacts(settings: ConnectionSettings): Record<string, unknown> {
  return {
    client_id: settings.clientId,
    scopes: settings.scopes,
    domains: settings.domains,
    just_in_time: settings.justInTime,
    just_in_time_roles: settings.justInTimeRoles,
    group_claim: settings.groupClaim,
    group_roles: settings.groupRoles,
  };
}

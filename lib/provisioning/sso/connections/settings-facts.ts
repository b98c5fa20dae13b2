import type { ConnectionSettings } from "./connection-fields.ts";

/** The settings that decide who signs in with which roles, for the audit log, without the secret. */
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

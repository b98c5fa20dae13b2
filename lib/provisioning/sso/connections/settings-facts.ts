import type { ConnectionSettings } from "./connection-fields.ts";

/**
 * A connection's settings for the audit log: the settings that decide who signs in and with which
 * roles, never the secret.
 */
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

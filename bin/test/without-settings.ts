const settings =
  /^(COUNTERSIGN_.*|HOST|PORT|DATABASE_((DIRECT|READ)_)?URL(_FILE)?|DATABASE_CONNECTIONS|ASKS_PER_MINUTE|PENDING_PER_AGENT|WAITS_PER_AGENT|HOOK_HOLD_SECONDS|OUTBOUND_PRIVATE_HOSTS|PUSH_SERVICE_HOSTS|LOG_LEVEL|NODE_ENV)$/;

/**
 * Removes Countersign's settings from an environment: the developer's shell may configure a
 * different server.
 */
export function withoutSettings(env: Record<string, string | undefined>): void {
  for (const name of Object.keys(env)) if (settings.test(name)) delete env[name];
}

import { SetupFailure } from "../setup/failure.mjs";

/**
 * Where the demo's pages are. It has a setting of its own: an exported COUNTERSIGN_URL would give the
 * demo the address of a real server.
 * @throws {SetupFailure}
 */
export function demoOrigin(env: Readonly<Record<string, string | undefined>>, port: number): string {
  const given = env.COUNTERSIGN_DEMO_URL || `http://localhost:${port}`;
  if (!URL.canParse(given) || !/^https?:$/.test(new URL(given).protocol))
    throw new SetupFailure("COUNTERSIGN_DEMO_URL must be an http or https URL.");
  return new URL(given).origin;
}

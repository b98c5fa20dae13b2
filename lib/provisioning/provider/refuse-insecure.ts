import type { Config } from "#lib/kernel/config";
import { CountersignError } from "#lib/kernel/errors";
import { isSecureUrl } from "#lib/outbound/secure-url";

/** @throws {CountersignError} `invalid_input` */
export function refuseInsecure(address: string, config: Pick<Config, "origin">): void {
  if (isSecureUrl(address, config)) return;
  throw new CountersignError("invalid_input", `not an address of a provider: ${address}`, {
    userMessage: "The issuer must be an https URL without a user name or password.",
  });
}

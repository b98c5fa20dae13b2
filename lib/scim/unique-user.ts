import { scimFault } from "./scim-fault.ts";

/** Runs what gives a person a user name or an address. @throws {CountersignError} `conflict`, `scimType` `uniqueness`, when somebody has it */
export async function withUniqueUser<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (thrown) {
    const fault = thrown instanceof Error ? (thrown.cause ?? thrown) : thrown;
    const name = (fault as { constraint_name?: string } | undefined)?.constraint_name;
    if (name !== "people_user_name" && name !== "people_email") throw thrown;
    throw scimFault("uniqueness", "Somebody has this userName or e-mail address already.", thrown);
  }
}
